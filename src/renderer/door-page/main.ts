/* The door that goes on without contact: a page of its own, which a phone keeps. It knows no staff screens. */
import '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
import 'vuetify/styles'
import '../app/styles/base.css'
import { createApp } from 'vue'
import { createI18n } from 'vue-i18n'
import { vuetify } from '#renderer/app/theme'
import * as door from '#renderer/components/door/messages'
import DoorPage from './DoorPage.vue'
import { keepPage } from './keep-page'
import * as page from './messages'
import { openIndexedDoorStorage } from './storage/indexed-door-storage'

const i18n = createI18n({
  legacy: false,
  locale: 'sv',
  messages: { sv: { door: door.sv, page: page.sv }, en: { door: door.en, page: page.en } },
})

// The browser is not to clear away what waits when it runs short of room.
void navigator.storage.persist()
createApp(DoorPage, { storage: await openIndexedDoorStorage(), kept: keepPage() })
  .use(i18n)
  .use(vuetify)
  .mount('#app')
