import { useI18n } from 'vue-i18n'
import { useTillStore } from './till-store'

/** From payment back to the tickets; an order whose tickets cannot be changed goes back to those that wait. */
export function useStepBack(): () => void {
  const { t } = useI18n()
  const till = useTillStore()
  return () => {
    if (till.fixed && till.order !== null) {
      void till.leaveFixed(t('till.basket.order', { number: till.order.orderNumber }))
    } else till.backToSelling()
  }
}
