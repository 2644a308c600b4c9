//! Plural rules by `Intl.PluralRules`.

use message_catalog::PluralRules as CategoryRules;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type PluralRules;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(language: &str) -> Result<PluralRules, JsValue>;
    #[wasm_bindgen(method)]
    fn select(this: &PluralRules, count: u32) -> String;
}

/// One language's rules; none where the engine knows none. There is one thread.
pub struct Rules(Option<SendWrapper<PluralRules>>);

impl Rules {
    pub(super) fn new(language: &str) -> Self {
        Self(PluralRules::new(language).ok().map(SendWrapper::new))
    }
}

impl CategoryRules for Rules {
    fn category(&self, count: u32) -> String {
        self.0
            .as_ref()
            .map_or_else(String::new, |rules| rules.select(count))
    }
}
