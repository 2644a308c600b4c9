//! Reads numbers and parts of a file in order. Past its end every read is [`PictureFault::Broken`].

use super::PictureFault;

/// The part of a file that was not read yet.
pub(super) struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    /// The next `count` bytes.
    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], PictureFault> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(PictureFault::Broken)?;
        self.0 = rest;
        Ok(taken)
    }

    /// The next bytes as an array.
    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], PictureFault> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(PictureFault::Broken)?;
        self.0 = rest;
        Ok(*taken)
    }

    /// The next byte.
    pub(super) fn byte(&mut self) -> Result<u8, PictureFault> {
        self.array().map(|[byte]| byte)
    }

    /// The next number of 16 bits, the high byte first.
    pub(super) fn big_u16(&mut self) -> Result<u16, PictureFault> {
        self.array().map(u16::from_be_bytes)
    }

    /// The next number of 32 bits, the high byte first.
    pub(super) fn big_u32(&mut self) -> Result<u32, PictureFault> {
        self.array().map(u32::from_be_bytes)
    }

    /// The next number of 32 bits, the low byte first.
    pub(super) fn little_u32(&mut self) -> Result<u32, PictureFault> {
        self.array().map(u32::from_le_bytes)
    }

    /// The next length of 32 bits, by the reader of its byte order.
    pub(super) fn length(
        &mut self,
        read: fn(&mut Self) -> Result<u32, PictureFault>,
    ) -> Result<usize, PictureFault> {
        usize::try_from(read(self)?).map_err(|_| PictureFault::Broken)
    }
}
