//! Conditions on the table `payments`, as SQL: the payments that are not settled.

/// Whether a payment can still be made, taken or charged, or is disputed, or a job about it is queued.
macro_rules! is_open {
    () => {
        "(json_extract(payments.flow, '$.state') IN ('wanted', 'open', 'authenticating', 'failed', 'authorised',
                'charging')
            OR EXISTS (SELECT 1 FROM due WHERE due.subject = payments.id
                AND due.kind IN ('hold', 'payment', 'kept_card'))
            OR EXISTS (SELECT 1 FROM json_each(payments.flow, '$.reversals.disputes') AS one
                WHERE json_extract(one.value, '$.status') IN ('inquiry', 'open')))"
    };
}
pub(in crate::venue) use is_open;

/// Whether money of a payment is on its way back.
macro_rules! is_refunding {
    () => {
        "(json_extract(payments.flow, '$.state') = 'refunding'
            OR EXISTS (SELECT 1 FROM json_each(payments.flow, '$.reversals.refunds') AS one
                WHERE json_extract(one.value, '$.status') = 'pending'))"
    };
}
pub(in crate::venue) use is_refunding;
