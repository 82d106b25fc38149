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

interface ChoiceProps {
  modelValue: unknown
  label: string
  'onUpdate:modelValue': (chosen: unknown) => void
}
const standInRadioGroup: FunctionalComponent<ChoiceProps> = (props, { slots }) =>
  h(
    'fieldset',
    {
      'aria-label': props.label,
      onChange: (event: Event) => {
        props['onUpdate:modelValue']((event.target as HTMLInputElement).value)
      },
    },
    slots['default']?.(),
  )
standInRadioGroup.props = ['modelValue', 'label', 'onUpdate:modelValue']
const standInRadio: FunctionalComponent<{ value: string }> = ({ value }, { slots }) =>
  h('label', [h('input', { type: 'radio', value }), slots['label']?.()])
standInRadio.props = ['value']
const standInSwitch: FunctionalComponent<ChoiceProps> = (props) =>
  h('input', {
    type: 'checkbox',
    'aria-label': props.label,
    checked: props.modelValue === true,
    onChange: (event: Event) => {
      props['onUpdate:modelValue']((event.target as HTMLInputElement).checked)
    },
  })
standInSwitch.props = ['modelValue', 'label', 'onUpdate:modelValue']

interface SelectProps extends ChoiceProps {
  items: { title: string; value: unknown }[]
}
const standInSelect: FunctionalComponent<SelectProps> = (props) =>
  h(
    'select',
    {
      'aria-label': props.label,
      onChange: (event: Event) => {
        props['onUpdate:modelValue'](props.items[(event.target as HTMLSelectElement).selectedIndex]?.value)
      },
    },
    props.items.map(({ title, value }) => h('option', { selected: value === props.modelValue }, title)),
  )
standInSelect.props = ['modelValue', 'label', 'items', 'onUpdate:modelValue']

const standInLink: FunctionalComponent<{ to: unknown }> = ({ to }, { slots }) =>
  h('a', typeof to === 'string' ? { href: `#${to}` } : {}, slots['default']?.())
standInLink.props = ['to']

/** Where it stands and not over the page. */
const standInDialog: FunctionalComponent<{ modelValue: boolean }> = (props, { slots }) =>
  props.modelValue ? h('div', { role: 'dialog' }, slots['default']?.()) : null
standInDialog.props = { modelValue: Boolean }

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
        VTextarea: standInField,
        VRadioGroup: standInRadioGroup,
        VRadio: standInRadio,
        VSwitch: standInSwitch,
        VSelect: standInSelect,
        VDialog: standInDialog,
        VProgressLinear: standIn('progress'),
        RouterLink: standInLink,
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
