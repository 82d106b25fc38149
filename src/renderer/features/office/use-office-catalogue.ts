import { shallowRef, type Ref } from 'vue'
import { getCatalogue } from '#renderer/api/catalogue-api'
import { useStream } from '#renderer/composables/use-stream'
import type { Catalogue } from '#shared/contract/event-api'

/** Every event and ticket type, the archived ones too, read again when anybody edits or sells. */
export function useOfficeCatalogue(): {
  catalogue: Ref<Catalogue | undefined>
  failure: Ref<unknown>
  read: () => Promise<void>
} {
  const catalogue = shallowRef<Catalogue>()
  const failure = shallowRef<unknown>(null)

  async function read(): Promise<void> {
    try {
      catalogue.value = await getCatalogue(true)
      failure.value = null
    } catch (error) {
      failure.value = error
    }
  }

  useStream('catalogue', () => void read())
  useStream('hello', () => void read())
  useStream('seats', ({ eventId, seatsTaken, seatsLeft, ticketsSold }) => {
    if (catalogue.value === undefined) return
    const events = catalogue.value.events.map((event) =>
      event.id === eventId ? { ...event, seatsTaken, seatsLeft, ticketsSold } : event,
    )
    catalogue.value = { ...catalogue.value, events }
  })
  void read()

  return { catalogue, failure, read }
}
