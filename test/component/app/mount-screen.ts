import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { h, type Component, type FunctionalComponent } from 'vue'
import { i18n } from '#renderer/app/i18n'

/*
 * Plain elements in the place of Vuetify's: these tests are about words and keys, and the end-to-end tests see the real ones.
 */
const standIn =
  (tag: string): FunctionalComponent =>
  (_props, { slots }) =>
    h(tag, slots['default']?.())

const standInButton: FunctionalComponent<{ disabled?: boolean; loading?: boolean }> = (props, { slots }) =>
  h('button', { type: 'button', disabled: props.disabled === true || props.loading === true }, slots['default']?.())
standInButton.props = { disabled: Boolean, loading: Boolean }

interface FieldProps {
  modelValue: string
  label: string
  errorMessages?: string | string[]
  'onUpdate:modelValue': (text: string) => void
}
const standInField: FunctionalComponent<FieldProps> = (props) =>
  h('label', [
    h('input', {
      'aria-label': props.label,
      value: props.modelValue,
      onInput: (event: InputEvent) => {
        props['onUpdate:modelValue']((event.target as HTMLInputElement).value)
      },
    }),
    String(props.errorMessages ?? ''),
  ])
standInField.props = ['modelValue', 'label', 'errorMessages', 'onUpdate:modelValue']

/** Always closed. */
const standInMenu: FunctionalComponent = (_props, { slots }) => slots['activator']?.({ props: {} })
standInMenu.inheritAttrs = false

/** Mounts a screen with fresh stores and Swedish words, into the document so that focus works. */
export function mountScreen(screen: Component, props: Record<string, unknown> = {}): VueWrapper {
  const pinia = createPinia()
  setActivePinia(pinia)
  i18n.global.locale.value = 'sv'
  return mount(screen, {
    props,
    attachTo: document.body,
    global: {
      plugins: [pinia, i18n],
      components: {
        VBtn: standInButton,
        VIcon: standIn('i'),
        VMenu: standInMenu,
        VList: standIn('ul'),
        VListItem: standIn('li'),
        VListItemTitle: standIn('p'),
        VListItemSubtitle: standIn('p'),
        VTextField: standInField,
        RouterLink: standIn('a'),
      },
    },
  })
}

/** Presses keys as a person would, one after the other, each to its end: `press('2', 'a', 'Enter')`. */
export async function press(...keys: string[]): Promise<void> {
  for (const key of keys) {
    const target = document.activeElement ?? document.body
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    await settled()
  }
}

/** Waits until answers of the fake server have arrived and the screen shows them. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 5))
}
