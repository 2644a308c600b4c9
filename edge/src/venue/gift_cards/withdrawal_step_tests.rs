//! Facts about withdrawals in currencies whose refunds are multiples of more than one minor unit.

use shared::money::Currency;

use super::*;

#[test]
fn what_cannot_be_refunded_stays_on_the_card() {
    let disk = Disk::new(None);
    let dinar = Currency::parse("KWD").unwrap();
    let mut shop = shop();
    shop.currency = dinar;
    let mut body = body();
    body["amount"]["currency"] = serde_json::json!("KWD");
    let wanted = wanted(body, "k1");
    let made = disk.with(|ctx| create(ctx, &shop, &wanted)).unwrap();
    let id = made.order.order_id;
    let tell = |event| {
        let before = row(&disk, &id);
        disk.with(|ctx| apply_payment_events(ctx, &shop, &id, &before, &[event], vec![]))
            .unwrap();
    };
    let spend = |name: &str, amount| {
        let statements = disk.with(|ctx| {
            let card = account(ctx.database, &id).unwrap().unwrap();
            let today = Day::parse("2026-11-22").unwrap();
            let amount = Money::new(amount, dinar).unwrap();
            card.spend(name, amount, today, ctx.now).unwrap()
        });
        disk.write(statements).unwrap();
    };
    tell(flow::Event::Paid(5_000));
    // A dinar has a thousand fils, and Stripe refunds tens of them.
    spend("external-till", 755);
    spend("booking/r1", 1_000);
    for confirm in [false, true] {
        let withdrawal = disk.with(|ctx| withdraw(ctx, &shop, &id, confirm, None)).unwrap();
        assert_eq!(withdrawal.refund.amount(), 3_240);
    }
    let refund = |amount, total| {
        Some(Todo::Refund {
            amount,
            total,
            failures: 0,
        })
    };
    assert_eq!(row(&disk, &id).flow.todo(), refund(3_240, 3_240));
    assert_eq!(left(&disk, &id).amount(), 5);
    tell(back(3_240));
    assert_eq!(stage(&disk, &id), OrderStatus::Refunded);
    // The same holds for money that comes back to the card afterwards.
    let returned = cancel(&disk, "r1").unwrap();
    assert_eq!((returned.amount(), left(&disk, &id).amount()), (1_000, 5));
    assert_eq!(row(&disk, &id).flow.todo(), refund(1_000, 4_240));
}
