//! The charge to a kept card at work: asked for once, looked for afterwards, and told when it fails. It must not
//! know who takes payments, nor why the card is charged.

use shared::id::{PaymentId, ReservationId};
use shared::money::Money;
use shared::payment::{NoShow, Refusal};
use shared::problem::Code;

use super::Row;
use crate::config::VenueSettings;
use crate::payment::flow::{Event, Mode, State};
use crate::payment::{Charged, PaymentError};
use crate::provider::ProviderError;
use crate::venue::database::Statement;
use crate::venue::due::{Due, Kind};
use crate::venue::errands::MOST_TRIES;
use crate::venue::schema;
use crate::venue::writer::Writer;

type Answer<T> = Result<T, ProviderError>;

impl Writer {
    /// Charges the kept card of a payment, or looks what came of it.
    pub(super) async fn charge_kept(
        &self,
        settings: &VenueSettings,
        due: &Due,
        row: &Row,
        amount: i64,
    ) -> Answer<()> {
        let (till, id) = (self.till(settings)?, &row.id);
        let asked = match (&row.charge, &row.reference) {
            (Some(charge), _) => till.look(Mode::Charge, charge).await.map(|standing| Charged {
                reference: charge.clone(),
                standing,
            }),
            (None, Some(reference)) => {
                let amount = Money::new(amount, row.amount.currency())
                    .map_err(|error| ProviderError::Broken(error.to_string()))?;
                till.charge(id, reference, amount, due.tries > 0).await
            }
            (None, None) => return Err(ProviderError::Broken("no card is kept".to_owned())),
        };
        let error = match asked {
            Ok(Charged { reference, standing }) => {
                let before = self.row(id)?.charged(reference.clone());
                let standing = before.heard(&reference, standing);
                let after = self.happened(settings, &before, &standing, Vec::new())?;
                if after.flow.state != State::Charging {
                    return Ok(());
                }
                PaymentError::Again("the charge is still on its way".to_owned())
            }
            Err(error) => error,
        };
        let (refusal, cause) = match &error {
            PaymentError::Declined(refusal) => (*refusal, error.to_string()),
            // It was not carried out, and would not be the next time.
            PaymentError::Moved(cause) => (Refusal::Unreachable, cause.clone()),
            PaymentError::Again(cause) | PaymentError::Never(cause) => {
                if due.tries < MOST_TRIES {
                    return Err(ProviderError::Failed(cause.clone()));
                }
                (Refusal::Unreachable, cause.clone())
            }
        };
        let refused = [Event::Refused(refusal)];
        self.happened(settings, &self.row(id)?, &refused, Vec::<Statement>::new())?;
        Err(ProviderError::Failed(format!(
            "payment {id}: the kept card was not charged: {cause}"
        )))
    }

    /// What staff say of a reservation to which nobody came, or only ask of it. Where `token` is given it is the
    /// reservation's own; without it, whoever asks has shown the venue's key.
    pub(in crate::venue) async fn no_show(
        &self,
        settings: &VenueSettings,
        id: &ReservationId,
        (token, is_said): (Option<&str>, bool),
    ) -> Answer<NoShow> {
        let means = self.means();
        schema::migrate(means.database)?;
        let secret = means.secret()?;
        if token.is_some_and(|token| !secret.is_no_show_token(id, token)) {
            // Whether there is such a reservation or not.
            return Err(ProviderError::Refused(Code::Unauthorized));
        }
        if is_said {
            let asked = self.with_house(settings, |house, means| house.no_show(means, id))?;
            if let Some(payment) = asked {
                self.charge_at_once(settings, &payment).await;
            }
        }
        self.with_house(settings, |house, means| house.seen_no_show(means, id))
    }

    /// The first try, while staff wait for it. What does not come of it is on the list of what is due.
    async fn charge_at_once(&self, settings: &VenueSettings, id: &PaymentId) {
        let due = Due {
            kind: Kind::Payment,
            subject: id.to_string(),
            tries: 0,
        };
        if let Err(error) = self.settle_payment(settings, &due).await {
            self.complain(settings, &error);
        }
    }
}
