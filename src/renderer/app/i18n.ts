import { createI18n } from 'vue-i18n'
import type { Language } from '#shared/contract/common'
import { en, sv } from './messages'

export interface MessageTree {
  [key: string]: string | MessageTree
}
type Catalogue = Record<Language, MessageTree>

/**
 * Every feature brings its own words in `messages.ts` (`export const sv`, `export const en`, same keys). They are found
 * here under the folder's name in camel case: `features/sign-in/messages.ts` is `signIn.*`. The frame's are `app.*`; words that
 * several features share stand with their components, `components/swish/messages.ts` is `swish.*`.
 */
const featureModules = import.meta.glob<Catalogue>(['../features/*/messages.ts', '../components/*/messages.ts'], {
  eager: true,
})

function namespaceOf(path: string): string {
  const folder = path.split('/').at(-2) ?? path
  return folder.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase())
}

const catalogues = Object.entries({ '../app/messages.ts': { sv, en }, ...featureModules })

export const messages: Catalogue = {
  sv: Object.fromEntries(catalogues.map(([path, words]) => [namespaceOf(path), words.sv])),
  en: Object.fromEntries(catalogues.map(([path, words]) => [namespaceOf(path), words.en])),
}

export const i18n = createI18n({
  legacy: false,
  locale: 'sv',
  fallbackLocale: 'en',
  messages,
})
