import vue from '@vitejs/plugin-vue2'
import trtcCalling from 'trtc-calling-wasm/vite'
import { defineConfig } from 'vite'

const server = 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [vue(), trtcCalling({ wasm: 'server' })],
  server: { proxy: { '/v1': { target: server, ws: true }, '/sdk': server } },
})
