import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { getCatalogue } from '#renderer/api/catalogue-api'
import type { Event, TicketType } from '#shared/contract/event-api'
import { useConnectionStore } from './connection-store'

/** Events and ticket types on sale (not the archived ones), with seats that follow every sale anywhere. */
export const useCatalogueStore = defineStore('catalogue', () => {
  const connection = useConnectionStore()
  const events = ref<Event[]>([])
  const ticketTypes = ref<TicketType[]>([])
  const loaded = ref(false)

  /** @throws ApiError, NetworkError */
  async function load(): Promise<void> {
    const catalogue = await getCatalogue()
    events.value = catalogue.events
    ticketTypes.value = catalogue.ticketTypes
    loaded.value = true
  }

  connection.on('seats', ({ eventId, seatsTaken, seatsLeft, ticketsSold }) => {
    const event = events.value.find(({ id }) => id === eventId)
    if (event !== undefined) Object.assign(event, { seatsTaken, seatsLeft, ticketsSold })
  })
  // Failures of these reads show themselves in the connection's state; the next `hello` reads again.
  connection.on('catalogue', () => void load().catch(() => undefined))
  connection.on('hello', () => void load().catch(() => undefined))

  const ticketTypeById = computed(() => new Map(ticketTypes.value.map((type) => [type.id, type])))

  return { events, ticketTypes, ticketTypeById, loaded, load }
})
