import '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
import 'vuetify/styles'
import './styles/base.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { i18n } from './i18n'
import { router } from './router'
import { useFailureStore } from './stores/failure-store'
import { vuetify } from './theme'

const app = createApp(App).use(createPinia()).use(i18n).use(router).use(vuetify)

const failures = useFailureStore()
app.config.errorHandler = (error) => {
  failures.report(error)
}
router.onError((error: unknown) => {
  failures.report(error)
})

app.mount('#app')
