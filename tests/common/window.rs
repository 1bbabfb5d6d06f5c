//! The real window, driven by tauri-driver under a display.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use fantoccini::{Client, ClientBuilder, Locator, elements::Element, key::Key};
use serde_json::{Value, json};

use super::{PATIENCE, free_port, programs::Running, wait_for_port};

/// Has the display for itself until it is dropped: for a test that leans on which window has the
/// focus, which the window of another test would take away.
pub async fn alone() -> tokio::sync::MutexGuard<'static, ()> {
    static DISPLAY: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    DISPLAY.lock().await
}

/// The window on one book.
pub struct Window {
    pub client: Client,
    book: PathBuf,
    _driver: Running,
}

impl Window {
    /// Opens the window on the book at `book`, whether it is there already or not.
    pub async fn open(book: &Path) -> Self {
        Self::open_where(book, &[]).await
    }

    /// Opens the window on a book and unlocks it.
    pub async fn unlock(book: &Path, passphrase: &str) -> Self {
        let window = Self::open(book).await;
        window.write("passphrase", passphrase).await;
        window.click("unlock").await;
        window.find("nav-hom-nay").await;
        window
    }

    /// As [`Window::open`], where the program finds these variables in its environment.
    pub async fn open_where(book: &Path, variables: &[(&str, &str)]) -> Self {
        let (port, native) = (free_port(), free_port());
        let driver = Command::new("tauri-driver")
            .args([
                "--port",
                &port.to_string(),
                "--native-port",
                &native.to_string(),
            ])
            .env("SOCHIBO_BOOK", book)
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .envs(variables.iter().copied())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("tauri-driver is installed by `make setup`");
        let driver = Running(driver);
        wait_for_port(port);
        wait_for_port(native);
        let options = json!({ "tauri:options": { "application": env!("CARGO_BIN_EXE_sochibo") } });
        let client = ClientBuilder::new(hyper_connector())
            .capabilities(options.as_object().unwrap().clone())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("the window opens under a display");
        Self {
            client,
            book: book.to_owned(),
            _driver: driver,
        }
    }

    /// The element that a test names.
    pub async fn find(&self, name: &str) -> Element {
        self.css(&format!("[data-test=\"{name}\"]")).await
    }

    /// The element of a selector, once it is there.
    pub async fn css(&self, selector: &str) -> Element {
        match self
            .client
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::Css(selector))
            .await
        {
            Ok(element) => element,
            Err(error) => {
                self.picture("failed").await;
                panic!("{selector}: {error}\n{}", self.text().await)
            }
        }
    }

    /// Whether an element that a test names is there now.
    pub async fn has(&self, name: &str) -> bool {
        self.client
            .find(Locator::Css(&format!("[data-test=\"{name}\"]")))
            .await
            .is_ok()
    }

    /// Waits until no element that a test names is there.
    pub async fn gone(&self, name: &str) {
        let deadline = std::time::Instant::now() + super::PATIENCE;
        while self.has(name).await {
            assert!(
                std::time::Instant::now() < deadline,
                "{name} is still there"
            );
            tokio::time::sleep(std::time::Duration::from_millis(30)).await;
        }
    }

    /// Clicks the element that a test names.
    pub async fn click(&self, name: &str) {
        self.press(&self.find(name).await, name).await;
    }

    /// Clicks an element, once nothing covers it.
    pub async fn press(&self, element: &Element, name: &str) {
        let mut last = None;
        for _ in 0..100 {
            match element.click().await {
                Ok(()) => return,
                Err(error) => last = Some(error),
            }
            // What lies below the edge of a list that scrolls by itself, a person scrolls to.
            let _ = self
                .client
                .execute(
                    "arguments[0].scrollIntoView({ block: 'center' })",
                    vec![serde_json::to_value(element).unwrap()],
                )
                .await;
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.picture("failed").await;
        panic!("{name} can't be clicked: {last:?}\n{}", self.text().await)
    }

    /// Types into the element that a test names, after what stands there.
    pub async fn write(&self, name: &str, text: &str) {
        let field = self.find(name).await;
        if !text.is_empty() {
            field.send_keys(text).await.unwrap();
        }
    }

    /// Replaces what stands in a field.
    pub async fn fill(&self, name: &str, text: &str) {
        let field = self.find(name).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Sends a key to whatever has the focus.
    pub async fn key(&self, keys: &str) {
        self.client
            .active_element()
            .await
            .unwrap()
            .send_keys(keys)
            .await
            .unwrap();
    }

    /// Ctrl and a key, to whatever has the focus.
    pub async fn control(&self, key: &str) {
        self.key(&format!(
            "{}{key}{}",
            char::from(Key::Control),
            char::from(Key::Null)
        ))
        .await;
    }

    /// Ctrl and Enter, to whatever has the focus.
    pub async fn control_enter(&self) {
        self.control(&char::from(Key::Enter).to_string()).await;
    }

    /// Chooses an option of a list by its value.
    pub async fn choose(&self, name: &str, value: &str) {
        self.find(name).await.select_by_value(value).await.unwrap();
    }

    /// Everything that can be read in the window.
    pub async fn text(&self) -> String {
        match self.client.find(Locator::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(error) => error.to_string(),
        }
    }

    /// Waits until the window says `words`.
    pub async fn says(&self, words: &str) {
        let deadline = std::time::Instant::now() + PATIENCE;
        loop {
            let text = self.text().await;
            if text.contains(words) {
                return;
            }
            if std::time::Instant::now() > deadline {
                self.picture("failed").await;
                panic!("the window does not say {words:?} but:\n{text}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Runs a script in the page.
    pub async fn script(&self, script: &str, args: Vec<Value>) -> Value {
        self.client.execute(script, args).await.unwrap()
    }

    /// Calls a command of the program past the screen, as where the system's own file dialog stands
    /// in the way, which no driver can answer.
    pub async fn call(&self, command: &str, arguments: Value) -> Value {
        let answer = self
            .client
            .execute_async(
                "const [command, args, done] = arguments;
                 window.__TAURI_INTERNALS__.invoke(command, args)
                   .then(value => done({ value }), fault => done({ fault }));",
                vec![json!(command), arguments],
            )
            .await
            .unwrap();
        assert!(answer["fault"].is_null(), "{command}: {answer}");
        answer["value"].clone()
    }

    /// What the person chooses in the system's file dialog, which no driver can answer: whenever the
    /// page asks `command` for a file from now on, it is this one. Its button, the program's reading
    /// of the file and what the page then says are the real ones.
    pub async fn chooses(&self, command: &str, file: &Path) {
        self.script(
            "const [command, file] = arguments;
             const real = window.realFetch ??= window.fetch;
             window.fetch = (to, how) => String(to).endsWith(`/${command}`)
               ? real(to, { ...how, body: JSON.stringify({ file }) }) : real(to, how);",
            vec![json!(command), json!(file)],
        )
        .await;
    }

    /// Runs axe-core on what is shown; fails on anything serious.
    pub async fn is_accessible(&self, screen: &str) {
        super::page::axe(&self.client, screen).await;
    }

    /// Keeps a picture of the window where `SOCHIBO_PICTURES` says, to be looked at. Taken from the
    /// display: WebKit's driver never answers a request for one where there is no graphics card.
    pub async fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("SOCHIBO_PICTURES").map(PathBuf::from) else {
            return;
        };
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join(format!("{name}.png"));
        let taken = Command::new("import")
            .args(["-window", "root"])
            .arg(&file)
            .status()
            .unwrap();
        assert!(taken.success(), "no picture of {name}");
    }

    /// Kills the program as a power cut would: no handler runs, nothing is flushed.
    pub async fn pull_the_plug(self) {
        self.plug().pull();
        // The session died with the program.
        let _ = self.client.close().await;
    }

    /// What the program hangs on, for a test that kills it while it drives it.
    pub fn plug(&self) -> Plug {
        Plug(programs_of(&self.book))
    }

    /// Closes the window in good order, and waits until the program has let go of the book.
    pub async fn close(self) {
        self.client.close().await.unwrap();
        let mut lock = self.book.clone().into_os_string();
        lock.push(".lock");
        let lock = std::fs::File::open(lock).unwrap();
        let deadline = std::time::Instant::now() + PATIENCE;
        while lock.try_lock().is_err() {
            assert!(
                std::time::Instant::now() < deadline,
                "the program does not let go of the book"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// The programs behind a window.
pub struct Plug(Vec<String>);

impl Plug {
    /// Kills them as a power cut would.
    pub fn pull(&self) {
        for id in &self.0 {
            let killed = Command::new("kill").args(["-9", id]).status().unwrap();
            assert!(killed.success());
        }
    }
}

/// The ids of every window that was started on this book.
fn programs_of(book: &Path) -> Vec<String> {
    let needle = format!("SOCHIBO_BOOK={}", book.display());
    let window = Path::new(env!("CARGO_BIN_EXE_sochibo"));
    let ours = |folder: &Path| {
        let environment = std::fs::read(folder.join("environ")).unwrap_or_default();
        environment
            .split(|byte| *byte == 0)
            .any(|entry| entry == needle.as_bytes())
            && std::fs::read_link(folder.join("exe")).is_ok_and(|exe| exe == window)
    };
    let processes = std::fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter(|process| ours(&process.path()));
    processes
        .filter_map(|process| process.file_name().into_string().ok())
        .collect()
}

fn hyper_connector() -> hyper_util::client::legacy::connect::HttpConnector {
    hyper_util::client::legacy::connect::HttpConnector::new()
}
