import react from '@vitejs/plugin-react'
import trtcCalling from 'trtc-calling-wasm/vite'
import { defineConfig } from 'vite'

const server = 'http://127.0.0.1:8080' // trtc-server --dev

export default defineConfig({
  base: './', // the build works under any path
  plugins: [react(), trtcCalling({ wasm: 'server' })],
  server: {
    proxy: {
      '/v1': { target: server, ws: true },
      '/sdk': server,
    },
    fs: { allow: ['..'] }, // the style sheet is in examples/script
  },
})
