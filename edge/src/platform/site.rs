//! The files that the deployment serves, as the worker and its objects read them.

use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use worker::wasm_bindgen::{JsCast, JsValue};
use worker::web_sys::Response;
use worker::{Env, worker_sys};

/// The binding of the files in `wrangler.toml`.
const BINDING: &str = "ASSETS";
/// The origin of their addresses, of which the binding reads the path alone.
const ORIGIN: &str = "https://assets";

/// The file at a path; none where there is none, or it cannot be read.
pub async fn file(env: &Env, path: &str) -> Option<Vec<u8>> {
    let files: JsValue = env.assets(BINDING).ok()?.into();
    let files: worker_sys::Fetcher = files.unchecked_into();
    let asked = files.fetch_with_str(&format!("{ORIGIN}{path}")).ok()?;
    let answer = JsFuture::from(asked).await.ok()?;
    let answer: Response = answer.dyn_into().ok()?;
    if !answer.ok() {
        return None;
    }
    let bytes = JsFuture::from(answer.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&bytes).to_vec())
}
