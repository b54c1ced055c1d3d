import { createApp } from 'vue'
import App from './App.vue'
import '../../script/style.css'

createApp(App).mount('#app')
