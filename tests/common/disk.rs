//! A disk that fills up, or that can't be written, and then is well again.
//!
//! As root the folder becomes a small disk of its own (tmpfs). Where that is not allowed, the
//! programs get the system's limit on the size of a file, which refuses a write in the same place.

use std::{
    fs::File,
    io::Write,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

/// A folder on a disk that obeys the test.
pub struct Disk {
    folder: PathBuf,
    /// Whether the folder is a disk of its own.
    own: bool,
}

/// Room for a book and a few minutes of writing.
const SIZE: &str = "size=4m";

impl Disk {
    /// Makes `folder`, which must be empty, such a disk.
    pub fn at(folder: &Path) -> Self {
        std::fs::create_dir_all(folder).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", SIZE, "tmpfs"])
            .arg(folder)
            .output();
        Self {
            folder: folder.to_owned(),
            own: mounted.is_ok_and(|output| output.status.success()),
        }
    }

    /// Whether it can fill up under a window. The limit on files can't stand in there: it would take
    /// the window's own picture buffers from it.
    pub fn fills_under_a_window(&self) -> bool {
        self.own
    }

    /// Nothing more can be written. Without a window, programs are started by
    /// [`Disk::on_the_full_disk`].
    pub fn fill(&self) {
        if self.own {
            let mut ballast = File::create(self.ballast()).unwrap();
            for piece in [vec![b'x'; 4096], vec![b'x']] {
                while ballast.write_all(&piece).is_ok() {}
            }
        }
    }

    /// There is room again.
    pub fn empty(&self) {
        if self.own {
            std::fs::remove_file(self.ballast()).unwrap();
        }
    }

    /// The folder can't be written any more.
    pub fn lock(&self) {
        self.writable("ro", 0o555);
    }

    /// It can again.
    pub fn unlock(&self) {
        self.writable("rw", 0o755);
    }

    /// How `program` is started on this disk while it is full, without a window.
    pub fn on_the_full_disk(&self, program: &Path) -> Command {
        if self.own {
            return Command::new(program);
        }
        // Enough to open the book, not enough for a long statement. The signal that comes with
        // the refusal would end the program before it could say anything.
        let mut command = Command::new("prlimit");
        command
            .args([
                "--fsize=40000",
                "sh",
                "-c",
                "trap '' XFSZ; exec \"$0\" \"$@\"",
            ])
            .arg(program);
        command
    }

    fn writable(&self, option: &str, mode: u32) {
        if self.own {
            let done = Command::new("mount")
                .args(["-o", &format!("remount,{option}")])
                .arg(&self.folder)
                .status()
                .unwrap();
            assert!(done.success(), "remount {option}");
        } else {
            let permissions = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(&self.folder, permissions).unwrap();
        }
    }

    fn ballast(&self) -> PathBuf {
        self.folder.join("ballast")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.own {
            // Lazily: a program that the test left behind may still have a file open.
            let _ = Command::new("umount").arg("-l").arg(&self.folder).status();
        } else {
            let permissions = std::fs::Permissions::from_mode(0o755);
            let _ = std::fs::set_permissions(&self.folder, permissions);
        }
    }
}
