-- What a card gives for a reservation is found by the reservation.
CREATE INDEX gift_card_transactions_by_id ON gift_card_transactions (id);
