-- What must always hold. Each query names the rows that break its rule: none, in a healthy database.
-- Run whole after every fault in the tests. The queries marked "quick" also run at every start.

-- I1 seats taken never exceed the seats, and are the tickets of reserved and paid orders that were not refunded (quick)
SELECT s.event_id, s.seats, s.seats_taken, s.tickets_sold FROM event_seats s
LEFT JOIN (
  SELECT event_id, sum(ticket_count - refunded_count) AS taken,
    sum(CASE WHEN status = 'paid' THEN ticket_count - refunded_count ELSE 0 END) AS sold
  FROM "order" WHERE status IN ('reserved', 'paid') GROUP BY event_id
) o ON o.event_id = s.event_id
WHERE s.seats_taken > s.seats OR s.seats_taken <> coalesce(o.taken, 0) OR s.tickets_sold <> coalesce(o.sold, 0);

-- I3 a paid order has all its tickets
SELECT o.id FROM "order" o
WHERE o.ticket_count <> (SELECT count(*) FROM ticket t WHERE t.order_id = o.id);

-- I3 a paid Swish attempt has its payment, and a payment by Swish its paid attempt (quick)
SELECT a.id FROM payment_attempt a LEFT JOIN payment p ON p.attempt_id = a.id
WHERE (a.status = 'paid') <> (p.id IS NOT NULL);

-- I3 money received is tickets or a refund due: the payments that nobody has to decide about pay their order, to the öre
SELECT o.id FROM "order" o
LEFT JOIN (
  SELECT p.order_id, sum(p.amount_ore) AS used FROM payment p LEFT JOIN refund_due d ON d.payment_id = p.id
  WHERE p.refund_id IS NULL AND (d.id IS NULL OR d.resolution = 'seated') GROUP BY p.order_id
) m ON m.order_id = o.id
WHERE coalesce(m.used, 0) <> CASE WHEN o.status IN ('paid', 'refunded') THEN o.total_ore ELSE 0 END
  AND o.status <> 'failed_admin';

-- I4 a ticket costs what the order says: the order's total is the sum of its tickets
SELECT o.id FROM "order" o
WHERE o.total_ore <> (SELECT coalesce(sum(t.price_ore), 0) FROM ticket t WHERE t.order_id = o.id);

-- I4 an order counts its refunded tickets, and is refunded when all of them are
SELECT o.id FROM "order" o
LEFT JOIN (SELECT order_id, count(*) AS refunded FROM ticket WHERE refund_id IS NOT NULL GROUP BY order_id) t ON t.order_id = o.id
WHERE o.refunded_count <> coalesce(t.refunded, 0) OR (o.status = 'refunded') <> (o.refunded_count = o.ticket_count);

-- I5 a ticket's counter is the number of its check-ins, numbered from one without a gap
SELECT t.id FROM ticket t
LEFT JOIN (SELECT ticket_id, count(*) AS uses, count(DISTINCT use_number) AS numbers, max(use_number) AS last FROM check_in GROUP BY ticket_id) c
  ON c.ticket_id = t.id
WHERE t.times_used <> coalesce(c.uses, 0) OR t.times_used <> coalesce(c.numbers, 0) OR t.times_used <> coalesce(c.last, 0);

-- I5 an event's admissions are its tickets that have been used
SELECT s.event_id, s.tickets_admitted FROM event_seats s
LEFT JOIN (SELECT event_id, count(*) AS admitted FROM ticket WHERE times_used > 0 GROUP BY event_id) t ON t.event_id = s.event_id
WHERE s.tickets_admitted <> coalesce(t.admitted, 0);

-- I6 cash given is cash kept plus change
SELECT p.id FROM payment p
WHERE p.tender = 'cash' AND p.given_ore <> p.amount_ore + p.rounding_ore + p.change_ore;

-- I7 a payment is never refunded beyond its amount
SELECT p.id FROM payment p JOIN refund r ON r.payment_id = p.id AND r.status <> 'error'
GROUP BY p.id HAVING sum(r.amount_ore) > p.amount_ore;

-- I7 a refund that has been paid is money out, once and to the öre (quick)
SELECT r.id FROM refund r LEFT JOIN payment p ON p.refund_id = r.id
WHERE (r.status = 'paid') <> (p.id IS NOT NULL) OR p.amount_ore <> -r.amount_ore;

-- I10 at most one live Swish request per order (quick)
SELECT a.order_id FROM payment_attempt a
WHERE a.status IN ('initiated', 'created', 'unknown') GROUP BY a.order_id HAVING count(*) > 1;

-- I14 a paid order with an address has its mail (quick)
SELECT o.id FROM "order" o
WHERE o.status = 'paid' AND o.email IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mail m WHERE m.order_id = o.id);
