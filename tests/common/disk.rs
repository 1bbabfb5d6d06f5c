//! A disk that fills up, or that can't be written, and then is well again: a small one in memory,
//! with a file system of its own, so that the programs meet what they would meet on a real one.
//!
//! Only root may make disks. Anybody may be root in a namespace of their own, where the kernel
//! allows it; a test says [`only_where_disks_are_made`] first, and is run there.

use std::{
    fs::File,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};

/// Says that the test was started anew as one that may make disks.
const WITHIN: &str = "SOCHIBO_TEST_MAKES_DISKS";

/// Ways to become somebody who may make disks. A namespace needs a message bus of its own: the one
/// outside would not believe who asks.
const WAYS: [&[&str]; 2] = [
    &[
        "unshare",
        "--map-root-user",
        "--mount",
        "dbus-run-session",
        "--",
    ],
    &["sudo", "--non-interactive", "--preserve-env"],
];

/// Runs the test `name` where disks can be made. Answers whether that was here; where it answers
/// `false`, the test has been run elsewhere and passed. Fails where it can be run nowhere: a test
/// of a full disk that meets none proves nothing.
pub fn only_where_disks_are_made(name: &str) -> bool {
    if can_make_disks(&[]) {
        return true;
    }
    assert!(
        std::env::var_os(WITHIN).is_none(),
        "this place was to allow making disks, and does not"
    );
    let way = WAYS.iter().find(|way| can_make_disks(way)).expect(
        "a disk that fills up needs root, or a kernel that lets users have namespaces \
         (`sysctl kernel.apparmor_restrict_unprivileged_userns=0`), or sudo without a password",
    );
    let (program, before) = way.split_first().unwrap();
    let done = Command::new(program)
        .args(before)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture", name])
        .env(WITHIN, "1")
        .status()
        .unwrap();
    assert!(done.success(), "{name}, by {program}: {done}");
    false
}

fn can_make_disks(way: &[&str]) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let script = "mount -t tmpfs -o size=64k tmpfs \"$0\" && umount \"$0\"";
    let words: Vec<&str> = way.iter().copied().chain(["sh", "-c", script]).collect();
    let (program, words) = words.split_first().unwrap();
    Command::new(program)
        .args(words)
        .arg(folder.path())
        .output()
        .is_ok_and(|output| output.status.success())
}

/// A folder on a disk that obeys the test.
pub struct Disk {
    folder: PathBuf,
}

impl Disk {
    /// Makes `folder`, which must be empty, a disk with room for a book and a few minutes of
    /// writing.
    pub fn at(folder: &Path) -> Self {
        std::fs::create_dir_all(folder).unwrap();
        let disk = Self {
            folder: folder.to_owned(),
        };
        disk.mount(&["-t", "tmpfs", "-o", "size=4m,nr_inodes=64", "tmpfs"]);
        disk
    }

    /// No further file can be made, though there is room enough.
    pub fn crowd(&self) {
        let folder = self.folder.join("crowd");
        std::fs::create_dir(&folder).unwrap();
        let made = (0..).take_while(|n| File::create(folder.join(n.to_string())).is_ok());
        assert!(made.count() > 0);
    }

    /// Files can be made again.
    pub fn thin(&self) {
        std::fs::remove_dir_all(self.folder.join("crowd")).unwrap();
    }

    /// Nothing more can be written.
    pub fn fill(&self) {
        self.fill_but(0);
    }

    /// Nothing more can be written, but for so many KiB.
    pub fn fill_but(&self, kib: u64) {
        let mut ballast = File::create(self.ballast()).unwrap();
        for piece in [vec![b'x'; 4096], vec![b'x']] {
            while ballast.write_all(&piece).is_ok() {}
        }
        let length = ballast.metadata().unwrap().len();
        ballast.set_len(length - kib * 1024).unwrap();
    }

    /// There is room again.
    pub fn empty(&self) {
        std::fs::remove_file(self.ballast()).unwrap();
    }

    /// The folder can't be written any more. As a mount of its own, not as a file system: that is
    /// allowed in a namespace, too.
    pub fn lock(&self) {
        self.mount(&["-o", "remount,bind,ro"]);
    }

    /// It can again.
    pub fn unlock(&self) {
        self.mount(&["-o", "remount,bind,rw"]);
    }

    fn mount(&self, how: &[&str]) {
        let done = Command::new("mount")
            .args(how)
            .arg(&self.folder)
            .status()
            .unwrap();
        assert!(done.success(), "mount {how:?}");
    }

    fn ballast(&self) -> PathBuf {
        self.folder.join("ballast")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: a program that the test left behind may still have a file open.
        let _ = Command::new("umount").arg("-l").arg(&self.folder).status();
    }
}
