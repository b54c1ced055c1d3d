// An application of 2020, written for trtc-calling-js 1.0.6 from its API reference. Nothing in it knows of our package.
import Vue from 'vue'
import App from './App.vue'

Vue.config.productionTip = false

new Vue({ render: (h) => h(App) }).$mount('#app')
