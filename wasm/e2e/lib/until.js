// until keeps asking until the answer is good, and fails with the last one at the deadline.
export async function until(question, good, { timeout = 20_000, pause = 50, what = 'the condition' } = {}) {
  const deadline = Date.now() + timeout
  for (;;) {
    const answer = await question()
    if (good(answer)) return answer
    if (Date.now() > deadline) throw new Error(`${what} did not come within ${timeout} ms; last: ${JSON.stringify(answer)}`)
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}
