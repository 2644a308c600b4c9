//! A browser as a guest uses it, over WebDriver: what is pressed, typed and waited for in the widget's shadow root. What is to
//! come is asked for again and again: WebKitGTK never answers a script that waits itself while the page's history is gone
//! through.

use std::cell::Cell;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::{CmdError, ErrorStatus};
use fantoccini::wd::WindowHandle;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::driver::Driver;
use crate::process::variable;

/// How long something may take that is asked for again and again.
const PATIENCE: Duration = Duration::from_secs(30);

/// The member that makes an object a reference to an element (WebDriver, section 12.1).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The first element of the widget that is shown, by its selector and, unless that is null, its text.
const FIND: &str = "
    const [selector, text] = arguments;
    const fits = (element) =>
      element.checkVisibility({ visibilityProperty: true }) &&
      (text === null || element.textContent.trim() === text);
    for (const { shadowRoot } of document.querySelectorAll('couvert-booking')) {
      const found = [...(shadowRoot?.querySelectorAll(selector) ?? [])].find(fits);
      if (found) return found;
    }
    return null;";

/// Draws the page anew for some frames.
const REDRAW: &str = "
    const { style } = document.documentElement;
    let left = 120;
    const draw = () => {
      style.opacity = left % 2 ? 0.999 : '';
      if (left-- > 0) requestAnimationFrame(draw);
    };
    draw();";

/// A browser with one window, and the pictures that are taken of it.
pub struct Browser {
    /// Its name in the names of files.
    pub name: &'static str,
    client: Client,
    /// The start of the pictures' paths.
    pictures: String,
    taken: Cell<u32>,
}

impl Browser {
    /// Opens the browser of a driver.
    pub async fn open(driver: &Driver) -> Self {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(driver.capabilities.clone());
        let client = builder.connect(&driver.address).await.unwrap();
        let (width, height) = driver.size;
        client.set_window_size(width, height).await.unwrap();
        let folder = PathBuf::from(variable("COUVERT_PICTURES"));
        Self {
            name: driver.name,
            client,
            pictures: folder.join(driver.name).display().to_string(),
            taken: Cell::new(0),
        }
    }

    /// The browser's name and version, as it states them.
    pub fn version(&self) -> String {
        let stated = |name: &str| {
            let value = self.client.capabilities().and_then(|all| all.get(name));
            value.and_then(Value::as_str).unwrap_or("?").to_owned()
        };
        format!("{} {}", stated("browserName"), stated("browserVersion"))
    }

    /// Closes every window but the first.
    pub async fn close_other_windows(&self) {
        let mut windows = self.client.windows().await.unwrap();
        let first = windows.remove(0);
        for window in windows {
            self.client.switch_to_window(window).await.unwrap();
            self.client.close_window().await.unwrap();
        }
        self.client.switch_to_window(first).await.unwrap();
    }

    /// Closes the browser.
    pub async fn close(&self) {
        self.client.clone().close().await.unwrap();
    }

    /// Opens a page.
    pub async fn go_to(&self, address: &str) {
        self.client.goto(address).await.unwrap();
    }

    /// Presses the browser's own way back.
    pub async fn go_back(&self) {
        self.client.back().await.unwrap();
    }

    /// The address of the page.
    pub async fn address(&self) -> String {
        self.client.current_url().await.unwrap().to_string()
    }

    /// Waits for a step of the widget, by its heading.
    pub async fn expect_heading(&self, text: &str) {
        self.find("h2#step", Some(text)).await;
    }

    /// Waits until a condition is true, a JavaScript expression in which `root` is the widget's shadow root.
    pub async fn expect(&self, condition: &str) {
        let script = format!(
            "const holds = ({{ shadowRoot: root }}) => Boolean(root && ({condition}));
             return [...document.querySelectorAll('couvert-booking')].some(holds);"
        );
        self.ask(&script, &[], condition).await;
    }

    /// The first answer of a script that is neither null nor false; `what` says in a panic what did not come.
    async fn ask(&self, script: &str, arguments: &[Value], what: &str) -> Value {
        let asked = timeout(PATIENCE, async {
            loop {
                match self.client.execute(script, arguments.to_vec()).await {
                    Ok(Value::Null | Value::Bool(false)) => {}
                    Ok(answer) => return answer,
                    // It is not there yet, or was drawn anew while the driver took hold of it.
                    Err(CmdError::Standard(error))
                        if matches!(
                            error.error,
                            ErrorStatus::JavascriptError | ErrorStatus::StaleElementReference
                        ) => {}
                    Err(error) => panic!("{what}: {error}"),
                }
            }
        });
        asked
            .await
            .unwrap_or_else(|_| panic!("{what}: not within {PATIENCE:?}"))
    }

    /// The value of a JavaScript expression in which `root` is the widget's shadow root.
    pub async fn read(&self, expression: &str) -> Value {
        let script = format!(
            "const root = document.querySelector('couvert-booking').shadowRoot; return {expression};"
        );
        let value = self.client.execute(&script, Vec::new()).await;
        value.unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    /// Presses the first element of the widget that is shown and fits the selector.
    pub async fn press(&self, selector: &str) {
        self.press_found(selector, None).await;
    }

    /// Presses the button of the widget with this text.
    pub async fn press_button(&self, text: &str) {
        self.press_found("button", Some(text)).await;
    }

    async fn press_found(&self, selector: &str, text: Option<&str>) {
        let pressed = timeout(PATIENCE, async {
            loop {
                match self.try_press(selector, text).await {
                    Ok(()) => return,
                    // It has been drawn anew in between, or something is still on its way out above it.
                    Err(CmdError::Standard(error))
                        if matches!(
                            error.error,
                            ErrorStatus::StaleElementReference | ErrorStatus::ElementClickIntercepted
                        ) => {}
                    Err(error) => panic!("{selector} {text:?}: {error}"),
                }
            }
        });
        assert!(pressed.await.is_ok(), "{selector} {text:?} cannot be pressed");
    }

    async fn try_press(&self, selector: &str, text: Option<&str>) -> Result<(), CmdError> {
        let element = self.find(selector, text).await;
        // Drivers scroll as little as they can, which may be to below what stays in view.
        let script = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' });";
        let argument = serde_json::to_value(&element)?;
        self.client.execute(script, vec![argument]).await?;
        element.click().await
    }

    /// Types into a field of the widget.
    pub async fn fill(&self, selector: &str, text: &str) {
        let field = self.find(selector, None).await;
        field.send_keys(text).await.unwrap();
        let value = field.prop("value").await.unwrap();
        assert_eq!(value.as_deref(), Some(text), "{selector}");
    }

    async fn find(&self, selector: &str, text: Option<&str>) -> Element {
        let arguments = [json!(selector), json!(text)];
        let found = self.ask(FIND, &arguments, &format!("{selector} {text:?}")).await;
        let id = found[ELEMENT].as_str().unwrap().to_owned();
        Element::from_element_id(self.client.clone(), ElementRef::from(id))
    }

    /// Pays on the demonstration's page, which opens beside this one.
    pub async fn pay(&self) {
        let first = self.client.window().await.unwrap();
        self.press("#pay").await;
        let payment = timeout(PATIENCE, self.window_beside(&first)).await;
        let payment = payment.unwrap_or_else(|_| panic!("no page to pay on has opened"));
        self.client.switch_to_window(payment).await.unwrap();
        let pay = Locator::Css("button[value=pay]");
        let pay = self.client.wait().at_most(PATIENCE).for_element(pay).await;
        self.take_picture("checkout").await;
        pay.unwrap().click().await.unwrap();
        let paid = Locator::Css(".checkout:not(:has(form))");
        let paid = self.client.wait().at_most(PATIENCE).for_element(paid).await;
        paid.unwrap();
        self.client.close_window().await.unwrap();
        self.client.switch_to_window(first).await.unwrap();
    }

    async fn window_beside(&self, first: &WindowHandle) -> WindowHandle {
        loop {
            let mut windows = self.client.windows().await.unwrap();
            windows.retain(|window| window != first);
            if let Some(window) = windows.pop() {
                return window;
            }
        }
    }

    /// Takes a picture of the widget once it is at rest.
    pub async fn take_still_picture(&self, name: &str) {
        let is_still = "({ playState, effect }) =>
            playState !== 'running' || effect.getComputedTiming().iterations === Infinity";
        let animations = "root.querySelector('.couvert')?.getAnimations({ subtree: true })";
        self.expect(&format!("{animations}.every({is_still})")).await;
        self.take_picture(name).await;
    }

    /// Takes a picture of the window, for people to look at. WebKitGTK waits for something that is drawn anew, for ever where
    /// nothing is: so the page is, for some frames, by a difference that no eye sees.
    pub async fn take_picture(&self, name: &str) {
        self.client.execute(REDRAW, Vec::new()).await.unwrap();
        let picture = timeout(PATIENCE, self.client.screenshot()).await;
        let picture = picture.unwrap_or_else(|_| panic!("no picture of {name} within {PATIENCE:?}"));
        let picture = picture.unwrap();
        let number = self.taken.get() + 1;
        self.taken.set(number);
        fs::write(format!("{}-{number:02}-{name}.png", self.pictures), picture).unwrap();
    }
}
