// A reporter of Node's test runner: one line of JSON for each test, for `go run ./.ci/contract`.
export default async function* results(events) {
  const names = []
  for await (const { type, data } of events) {
    if (type === 'test:start') names[data.nesting] = data.name
    if (type !== 'test:pass' && type !== 'test:fail') continue
    if (data.details?.type === 'suite') continue
    const path = [...names.slice(0, data.nesting), data.name]
    const status = data.skip !== undefined || data.todo !== undefined ? 'skip' : type.slice('test:'.length)
    yield `${JSON.stringify({ Time: new Date().toISOString(), Status: status, File: data.file, Names: path })}\n`
  }
}
