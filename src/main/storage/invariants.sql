-- What must always hold. Each query names the rows that break its rule: none, in a healthy database.
-- Run whole after every fault in the tests. The queries marked "quick" also run at every start.

-- I1 seats taken never exceed the seats, and are the tickets of reserved and paid orders that were not refunded (quick)
SELECT s.event_id, s.seats, s.seats_taken, s.tickets_sold FROM event_seats s
LEFT JOIN (
  SELECT event_id, sum(ticket_count - refunded_count) AS taken,
    sum(CASE WHEN status = 'paid' THEN ticket_count - refunded_count ELSE 0 END) AS sold
  FROM "order" WHERE status IN ('reserved', 'paid') AND training = 0 GROUP BY event_id
) o ON o.event_id = s.event_id
WHERE s.seats_taken > s.seats OR s.seats_taken <> coalesce(o.taken, 0) OR s.tickets_sold <> coalesce(o.sold, 0);

-- I3 a paid order has all its tickets, an unpaid one of the till and a practice sale none
SELECT o.id FROM "order" o LEFT JOIN (SELECT order_id, count(*) AS made FROM ticket GROUP BY order_id) t ON t.order_id = o.id
WHERE coalesce(t.made, 0) <> CASE
  WHEN o.training = 1 OR (o.channel = 'till' AND o.status IN ('reserved', 'expired', 'cancelled') AND t.made IS NULL) THEN 0
  ELSE o.ticket_count END;

-- I3 a paid Swish attempt has its payment, and a payment by Swish its paid attempt (quick)
SELECT a.id FROM payment_attempt a LEFT JOIN payment p ON p.attempt_id = a.id
WHERE (a.status = 'paid') <> (p.id IS NOT NULL);

-- I3 an order is paid when its total is, and owes nothing else
SELECT o.id FROM "order" o
WHERE o.status <> 'failed_admin' AND CASE
  WHEN o.status IN ('paid', 'refunded') THEN o.paid_ore <> o.total_ore
  WHEN o.status = 'reserved' THEN o.paid_ore >= o.total_ore AND o.paid_ore > 0
  ELSE o.paid_ore <> 0 END;

-- I3 money received is tickets, a part of an order that is being paid, or a refund due: the payments that nobody has to decide
-- about, less what was given back before the order was finished, are what the order counts as paid, to the öre
SELECT o.id FROM "order" o
LEFT JOIN (
  SELECT p.order_id, sum(p.amount_ore) AS used FROM payment p LEFT JOIN refund_due d ON d.payment_id = p.id
  WHERE p.refund_id IS NULL AND (d.id IS NULL OR d.resolution = 'seated') GROUP BY p.order_id
) m ON m.order_id = o.id
WHERE coalesce(m.used, 0) <> o.paid_ore AND o.status <> 'failed_admin';

-- I4 an order costs its lines less its discount
SELECT o.id FROM "order" o
LEFT JOIN (SELECT order_id, sum(price_ore * count) AS gross, sum(count) AS tickets FROM order_line GROUP BY order_id) l
  ON l.order_id = o.id
WHERE o.total_ore <> coalesce(l.gross, 0) - o.discount_ore OR o.ticket_count <> coalesce(l.tickets, 0);

-- I4 a paid order's total is what was paid for its tickets
SELECT o.id FROM "order" o
WHERE o.status IN ('paid', 'refunded') AND o.training = 0
  AND o.total_ore <> (SELECT coalesce(sum(t.price_ore - t.discount_ore), 0) FROM ticket t WHERE t.order_id = o.id);

-- I4 a discount is there for a reason
SELECT o.id FROM "order" o LEFT JOIN order_discount d ON d.order_id = o.id WHERE o.discount_ore > 0 AND d.order_id IS NULL;

-- I4 an order counts its refunded tickets, and is refunded when all of them are
SELECT o.id FROM "order" o
LEFT JOIN (SELECT order_id, count(*) AS refunded FROM ticket WHERE refund_id IS NOT NULL GROUP BY order_id) t ON t.order_id = o.id
WHERE o.training = 0
  AND (o.refunded_count <> coalesce(t.refunded, 0) OR (o.status = 'refunded') <> (o.refunded_count = o.ticket_count));

-- I5 a ticket's counter is the number of its check-ins that nobody has undone, numbered from one without a gap
SELECT t.id FROM ticket t
LEFT JOIN (
  SELECT ticket_id, count(*) AS uses, count(DISTINCT use_number) AS numbers, max(use_number) AS last
  FROM check_in WHERE id NOT IN (SELECT check_in_id FROM check_in_undo) GROUP BY ticket_id
) c ON c.ticket_id = t.id
WHERE t.times_used <> coalesce(c.uses, 0) OR t.times_used <> coalesce(c.numbers, 0) OR t.times_used <> coalesce(c.last, 0);

-- I5 an event's admissions are its tickets that have been used
SELECT s.event_id, s.tickets_admitted FROM event_seats s
LEFT JOIN (SELECT event_id, count(*) AS admitted FROM ticket WHERE times_used > 0 GROUP BY event_id) t ON t.event_id = s.event_id
WHERE s.tickets_admitted <> coalesce(t.admitted, 0);

-- I5 who is inside are the tickets' people
SELECT s.event_id, s.tickets_inside FROM event_seats s
LEFT JOIN (SELECT event_id, sum(inside) AS inside FROM ticket GROUP BY event_id) t ON t.event_id = s.event_id
WHERE s.tickets_inside <> coalesce(t.inside, 0);

-- I5 a scan that let a ticket in counted a use of that ticket, and no other scan did
SELECT s.id FROM scan s LEFT JOIN check_in c ON c.id = s.check_in_id
WHERE s.ticket_id IS NOT NULL AND (c.id IS NOT NULL AND c.ticket_id <> s.ticket_id
  OR s.offline = 0 AND (s.outcome = 'admitted') <> (c.id IS NOT NULL));

-- I6 cash given is cash kept plus change
SELECT p.id FROM payment p
WHERE p.tender = 'cash' AND p.given_ore IS NOT NULL AND p.given_ore <> p.amount_ore + p.rounding_ore + p.change_ore;

-- I7 a payment is never refunded beyond its amount
SELECT p.id FROM payment p JOIN refund r ON r.payment_id = p.id AND r.status <> 'error'
GROUP BY p.id HAVING sum(r.amount_ore) > p.amount_ore;

-- I7 a refund that has been paid is money out, once and to the öre (quick)
SELECT r.id FROM refund r LEFT JOIN payment p ON p.refund_id = r.id
WHERE (r.status = 'paid' AND r.tender <> 'none') <> (p.id IS NOT NULL) OR p.amount_ore <> -r.amount_ore;

-- I7 what is given back before an order was finished mirrors one part of it
SELECT p.id FROM payment p JOIN payment back ON back.reverses_id = p.id
WHERE back.amount_ore <> -p.amount_ore OR back.order_id <> p.order_id OR back.tender <> p.tender;

-- I10 at most one live Swish request per order (quick)
SELECT a.order_id FROM payment_attempt a
WHERE a.status IN ('initiated', 'created', 'unknown') GROUP BY a.order_id HAVING count(*) > 1;

-- I14 a paid order with an address has its mail (quick)
SELECT o.id FROM "order" o
WHERE o.status = 'paid' AND o.training = 0 AND o.email IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mail m WHERE m.order_id = o.id);

-- I21 receipts of a register are numbered from one without a gap in each series (quick)
SELECT register_id, series FROM receipt GROUP BY register_id, series HAVING min(number) <> 1 OR max(number) <> count(*);

-- I21 the receipt of a sale is for what its order cost, that of a return for what its tickets cost
SELECT r.id FROM receipt r JOIN "order" o ON o.id = r.order_id WHERE r.kind = 'sale' AND r.total_ore <> o.total_ore
UNION ALL
SELECT r.id FROM receipt r WHERE r.kind = 'return'
  AND r.total_ore <> -(SELECT coalesce(sum(t.price_ore - t.discount_ore), 0) FROM ticket t WHERE t.refund_id = r.refund_id);

-- I21 the parts of a receipt's VAT add up to its total, and net and VAT to each part
SELECT r.id FROM receipt r
WHERE r.total_ore <> (SELECT coalesce(sum(v.value ->> 'grossOre'), 0) FROM json_each(r.content, '$.vat') v)
  OR EXISTS (SELECT 1 FROM json_each(r.content, '$.vat') v
    WHERE (v.value ->> 'netOre') + (v.value ->> 'vatOre') <> (v.value ->> 'grossOre'));

-- I21 what a receipt says was paid is its total
SELECT r.id FROM receipt r
WHERE r.total_ore <> (SELECT coalesce(sum(v.value ->> 'amountOre'), 0) FROM json_each(r.content, '$.tenders') v);

-- I17 a closed shift has its one Z report, an open one none (quick)
SELECT s.id FROM shift s LEFT JOIN z_report z ON z.shift_id = s.id
GROUP BY s.id HAVING count(z.id) <> (s.closed_at IS NOT NULL);

-- I17 Z reports are numbered from one without a gap within their register
SELECT register_id FROM z_report GROUP BY register_id HAVING min(number) <> 1 OR max(number) <> count(*);

-- I17 what a Z report expects in the drawer is its float, cash put in less taken out, and cash sales less refunds
SELECT z.id FROM z_report z JOIN shift s ON s.id = z.shift_id
LEFT JOIN (SELECT shift_id, sum(iif(kind = 'paid_in', amount_ore, -amount_ore)) AS moved FROM cash_movement GROUP BY shift_id) m
  ON m.shift_id = s.id
LEFT JOIN (
  SELECT shift_id, sum(amount_ore + rounding_ore) AS cash FROM payment WHERE tender = 'cash' AND training = 0 GROUP BY shift_id
) p ON p.shift_id = s.id
WHERE z.expected_ore <> s.float_ore + coalesce(m.moved, 0) + coalesce(p.cash, 0);

-- I17 a Z report's sales and returns are its shift's receipts, and its totals go on from the one before
SELECT z.id FROM z_report z
LEFT JOIN (
  SELECT shift_id, sum(iif(kind = 'sale', total_ore, 0)) AS sales, sum(iif(kind = 'return', total_ore, 0)) AS returns
  FROM receipt WHERE series = 'sale' GROUP BY shift_id
) r ON r.shift_id = z.shift_id
LEFT JOIN z_report b ON b.register_id = z.register_id AND b.number = z.number - 1
WHERE z.sales_ore <> coalesce(r.sales, 0) OR z.returns_ore <> coalesce(r.returns, 0)
  OR z.grand_sales_ore <> coalesce(b.grand_sales_ore, 0) + z.sales_ore
  OR z.grand_returns_ore <> coalesce(b.grand_returns_ore, 0) + z.returns_ore;

-- I18 the journal is one chain from its first entry
SELECT j.seq FROM journal_entry j LEFT JOIN journal_entry b ON b.seq = j.seq - 1
WHERE j.previous_hash <> coalesce(b.hash, printf('%064d', 0)) OR (b.seq IS NULL) <> (j.seq = 1);

-- I18 the journal holds every head that a Z report has printed
SELECT z.id FROM z_report z LEFT JOIN journal_entry j ON j.seq = z.journal_seq WHERE j.hash IS NOT z.journal_hash;

-- I18 each payment since the journal began is in it once, with its amount
SELECT p.id FROM payment p
LEFT JOIN (
  SELECT detail ->> 'paymentId' AS payment_id, count(*) AS entries, sum(amount_ore) AS amount_ore FROM journal_entry
  WHERE kind IN ('payment', 'payment_reversed', 'payment_refunded') GROUP BY 1
) j ON j.payment_id = p.id
WHERE p.id >= (SELECT min(detail ->> 'paymentId') FROM journal_entry WHERE kind = 'payment')
  AND (j.entries IS NOT 1 OR j.amount_ore <> p.amount_ore);

-- I18 each movement of cash and each opening of a drawer is in the journal once
SELECT 'movement' AS what, m.id FROM cash_movement m
LEFT JOIN (
  SELECT detail ->> 'movementId' AS movement_id, count(*) AS entries, sum(abs(amount_ore)) AS amount_ore FROM journal_entry
  WHERE kind IN ('cash_paid_in', 'cash_paid_out') GROUP BY 1
) j ON j.movement_id = m.id
WHERE j.entries IS NOT 1 OR j.amount_ore <> m.amount_ore
UNION ALL
SELECT 'opening', o.id FROM drawer_opening o
LEFT JOIN (SELECT detail ->> 'openingId' AS opening_id, count(*) AS entries FROM journal_entry WHERE kind = 'drawer_opened' GROUP BY 1) j
  ON j.opening_id = o.id
WHERE j.entries IS NOT 1;
