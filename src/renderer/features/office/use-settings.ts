import { shallowRef, watch, type Ref } from 'vue'
import { getSettings } from '#renderer/api/settings-api'
import { useProblemText } from '#renderer/composables/use-problem-text'
import type { Settings } from '#shared/contract/settings-api'
import { useEditedForm, type EditedForm } from './use-edited-form'

export interface SettingsForm<Form> extends EditedForm<Form> {
  settings: Ref<Settings | undefined>
  readFailure: Ref<unknown>
  read: () => Promise<void>
  /** Saves and takes over what every PUT answers: all settings as they are now. */
  store: (put: () => Promise<Settings>) => Promise<boolean>
  /** The last save's failure in words, empty when there was none. */
  problem: () => string
}

/** One page of settings. @param formOf makes the page's form of what is stored */
export function useSettings<Form extends object>(formOf: (settings: Settings) => Form): SettingsForm<Form> {
  const editor = useEditedForm<Form>()
  const problemText = useProblemText('office')
  const settings = shallowRef<Settings>()
  const readFailure = shallowRef<unknown>(null)

  async function read(): Promise<void> {
    try {
      settings.value = await getSettings()
      readFailure.value = null
    } catch (error) {
      readFailure.value = error
    }
  }

  watch(settings, (now) => {
    if (now !== undefined && editor.form.value === undefined) editor.reset(formOf(now))
  })
  void read()

  return {
    ...editor,
    settings,
    readFailure,
    read,
    store: (put) =>
      editor.save(async () => {
        settings.value = await put()
        return formOf(settings.value)
      }),
    problem: () => (editor.failure.value === null ? '' : problemText(editor.failure.value)),
  }
}
