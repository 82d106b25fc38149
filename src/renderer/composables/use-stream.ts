import { onUnmounted } from 'vue'
import { useConnectionStore } from '#renderer/app/stores/connection-store'
import type { StreamListener } from '#renderer/api/stream-api'
import type { StreamEventName } from '#shared/contract/stream'

/** Listens to one kind of news while the component is mounted. Read your state anew at `hello`: nothing is replayed. */
export function useStream<Name extends StreamEventName>(name: Name, listener: StreamListener<Name>): void {
  onUnmounted(useConnectionStore().on(name, listener))
}
