import { shallowRef, type Ref } from 'vue'
import { listVatClasses } from '#renderer/api/vat-api'
import { useStream } from '#renderer/composables/use-stream'
import type { VatClass } from '#shared/contract/vat-api'

/** The classes of VAT with their rates, read again when anybody edits them. */
export function useVatClasses(): {
  vatClasses: Ref<VatClass[] | undefined>
  failure: Ref<unknown>
  read: () => Promise<void>
} {
  const vatClasses = shallowRef<VatClass[]>()
  const failure = shallowRef<unknown>(null)

  async function read(): Promise<void> {
    try {
      vatClasses.value = await listVatClasses()
      failure.value = null
    } catch (error) {
      failure.value = error
    }
  }

  useStream('catalogue', () => void read())
  useStream('hello', () => void read())
  void read()

  return { vatClasses, failure, read }
}
