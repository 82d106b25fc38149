/* The customer display: a page of its own, small enough for any screen that is at hand. It knows no staff and no rules. */
import '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
import './display.css'
import { createApp } from 'vue'
import DisplayScreen from './DisplayScreen.vue'

createApp(DisplayScreen).mount('#display')
