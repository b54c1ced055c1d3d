// What both origins do in production, the proxy does in development.
module.exports = {
  publicPath: './',
  devServer: { host: '127.0.0.1', proxy: { '^/(v1|sdk)/': { target: process.env.CALLING_SERVER || 'http://127.0.0.1:8080', ws: true } } },
}
