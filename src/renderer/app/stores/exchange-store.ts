import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** Tickets that a customer wants other tickets for. */
export interface WantedExchange {
  fromOrderId: number
  ticketCodes: string[]
  /** What was paid for them, in öre. */
  worthOre: number
}

/** What the order's page hands to the till: the tickets to give back for what is sold next. */
export const useExchangeStore = defineStore('exchange', () => {
  const wanted = shallowRef<WantedExchange | null>(null)

  function begin(exchange: WantedExchange): void {
    wanted.value = exchange
  }

  /** Gives what is wanted to whoever sells next, once. */
  function take(): WantedExchange | null {
    const { value } = wanted
    wanted.value = null
    return value
  }

  return { wanted, begin, take }
})
