import { computed, ref, type ComputedRef, type Ref } from 'vue'

export interface EditedForm<Form> {
  /** Undefined until what is stored has been read. */
  form: Ref<Form | undefined>
  /** As it was read or saved last. */
  stored: ComputedRef<Form | undefined>
  dirty: ComputedRef<boolean>
  saving: Ref<boolean>
  /** True from a save until the next change. */
  saved: ComputedRef<boolean>
  failure: Ref<unknown>
  /** Takes over what is stored, dropping what was typed. */
  reset: (stored: Form) => void
  /** Runs a save that gives what is stored now. True when it went through. */
  save: (act: () => Promise<Form>) => Promise<boolean>
}

/** A form beside what is stored: what has changed, whether it is being saved, and how that went. */
export function useEditedForm<Form extends object>(): EditedForm<Form> {
  const form: Ref<Form | undefined> = ref()
  const storedText = ref('')
  const lastSaved = ref<string>()
  const saving = ref(false)
  const failure = ref<unknown>(null)

  const typed = computed(() => (form.value === undefined ? '' : JSON.stringify(form.value)))

  function reset(next: Form): void {
    // A copy through text: forms are plain JSON, and what is stored must not change as somebody types.
    storedText.value = JSON.stringify(next)
    form.value = JSON.parse(storedText.value) as Form
    lastSaved.value = undefined
    failure.value = null
  }

  async function save(act: () => Promise<Form>): Promise<boolean> {
    saving.value = true
    failure.value = null
    try {
      reset(await act())
      lastSaved.value = storedText.value
      return true
    } catch (error) {
      failure.value = error
      return false
    } finally {
      saving.value = false
    }
  }

  return {
    form,
    stored: computed(() => (storedText.value === '' ? undefined : (JSON.parse(storedText.value) as Form))),
    dirty: computed(() => typed.value !== storedText.value),
    saving,
    saved: computed(() => lastSaved.value !== undefined && lastSaved.value === typed.value),
    failure,
    reset,
    save,
  }
}
