//! Dependencies for handling one request: database, random source, timestamp, actor.

use base32ct::{Base32Unpadded, Encoding as _};
use serde_json::Value;
use shared::id::ReservationId;
use shared::time::{Day, Instant, TimeZone};

use crate::access::Actor;
use crate::error::VenueError;
use crate::storage::audit::AuditRow;
use crate::storage::database::{Database, Statement};
use crate::storage::meta;
use crate::storage::row::insert;
use crate::storage::secret::Secret;

/// Dependencies for handling one request.
#[derive(Clone, Copy)]
pub struct Ctx<'a> {
    /// The venue's database.
    pub database: &'a dyn Database,
    /// Cryptographic randomness, 16 bytes at a time; none if the runtime has none.
    pub random: &'a dyn Fn() -> Option<[u8; 16]>,
    /// The instant of the request.
    pub now: Instant,
    /// Whose request it is.
    pub actor: &'a Actor,
}

impl Ctx<'_> {
    /// 128 random bits.
    pub fn random(self) -> Result<[u8; 16], VenueError> {
        (self.random)().ok_or_else(|| VenueError::Broken("the runtime has no random source".to_owned()))
    }

    /// The day of the request in this zone.
    pub fn today(self, zone: &TimeZone) -> Result<Day, VenueError> {
        let (today, _) = zone
            .local(self.now)
            .ok_or_else(|| VenueError::Broken("the clock's day is outside the calendar".to_owned()))?;
        Ok(today)
    }

    /// A new id of 128 random bits, in 26 characters.
    pub fn new_id(self) -> Result<ReservationId, VenueError> {
        let text = Base32Unpadded::encode_string(&self.random()?);
        ReservationId::parse(&text).map_err(|code| VenueError::Broken(code.to_string()))
    }

    /// The statement that writes a change into the audit log, for the transaction of the change; none for an actor whose
    /// changes are not in it. The values must not hold a guest's data.
    pub fn audit(
        self,
        action: &'static str,
        subject: &str,
        before: Option<Value>,
        after: Option<Value>,
    ) -> Result<Option<Statement>, VenueError> {
        let Some(actor) = self.actor.name() else {
            return Ok(None);
        };
        let row = AuditRow {
            id: None,
            at: self.now,
            actor,
            action: action.to_owned(),
            subject: subject.to_owned(),
            before,
            after,
        };
        Ok(Some(insert(&row)?))
    }

    /// A random key of 256 bits.
    pub fn key(self) -> Result<[u8; 32], VenueError> {
        let mut key = [0; 32];
        key[..16].copy_from_slice(&self.random()?);
        key[16..].copy_from_slice(&self.random()?);
        Ok(key)
    }

    /// The venue's secret, created and stored on first use.
    pub fn secret(self) -> Result<Secret, VenueError> {
        let text = if let Some(text) = meta::get(self.database, "secret")? {
            text
        } else {
            let text = base16ct::lower::encode_string(&[self.random()?, self.random()?].concat());
            self.database.write(vec![meta::set("secret", &text)])?;
            text
        };
        let bytes = base16ct::lower::decode_vec(&text).unwrap_or_default();
        let bytes: [u8; 32] = bytes
            .try_into()
            .map_err(|_| VenueError::Broken("the venue's secret is not 32 bytes".to_owned()))?;
        Ok(Secret::new(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::database::DatabaseError;

    struct Empty;

    impl Database for Empty {
        fn rows(&self, _: Statement) -> Result<Vec<serde_json::Value>, DatabaseError> {
            Ok(Vec::new())
        }

        fn write(&self, _: Vec<Statement>) -> Result<(), DatabaseError> {
            Ok(())
        }
    }

    #[test]
    fn an_id_is_26_characters_of_base32_in_small_letters() {
        for (byte, id) in [
            (0, "aaaaaaaaaaaaaaaaaaaaaaaaaa"),
            (255, "77777777777777777777777774"),
        ] {
            let ctx = Ctx {
                database: &Empty,
                random: &|| Some([byte; 16]),
                now: Instant::from_unix(0),
                actor: &Actor::Unaudited,
            };
            assert_eq!(ctx.new_id().unwrap().as_str(), id);
        }
    }
}
