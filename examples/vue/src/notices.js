// The notices above the screens: how things are, and what went wrong.
import { ref } from 'vue'

export const status = ref('')
export const error = ref('')

export function say (text) {
  status.value = text
}

export function showError (text) {
  error.value = text
}

export function fail (cause) {
  console.error(cause)
  showError(cause.message)
  say('')
}
