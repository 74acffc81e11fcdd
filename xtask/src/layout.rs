//! Where things are, and how the tools are called.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::step;

pub struct Layout {
    pub root: PathBuf,
    /// Cargo's own.
    pub target: PathBuf,
    /// Results of the steps in between, and their stamps.
    pub work: PathBuf,
    /// What the package is made from: the hand-written TypeScript, and `generated/`.
    pub template: PathBuf,
    /// The finished package.
    pub out: PathBuf,
    pub test_panic: bool,
}

impl Layout {
    pub fn new(test_panic: bool) -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask has no parent folder")?.to_path_buf();
        // Cargo put this program at <target>/<profile>/xtask.
        let program = std::env::current_exe()?;
        let target = program.ancestors().nth(2).context("xtask runs outside of a target folder")?.to_path_buf();
        Ok(if test_panic {
            let work = target.join("package-test-panic");
            Layout { template: work.join("template"), out: root.join("pkg-test-panic"), root, target, work, test_panic }
        } else {
            let work = target.join("package");
            Layout { template: root.join("pkg-template"), out: root.join("pkg"), root, target, work, test_panic }
        })
    }

    /// Makes the folders. The panicking package has a template of its own, so that the generated
    /// files of the two never mix.
    pub fn prepare(&self) -> Result<()> {
        std::fs::create_dir_all(&self.work)?;
        std::fs::create_dir_all(self.template.join("generated"))?;
        let original = self.root.join("pkg-template");
        if self.template == original {
            return Ok(());
        }
        for file in step::files(&original)? {
            let relative = file.strip_prefix(&original)?;
            if !relative.starts_with("generated") {
                step::write(&self.template.join(relative), std::fs::read(&file)?)?;
            }
        }
        // What was there in an earlier build, and is not any more.
        for file in step::files(&self.template)? {
            let relative = file.strip_prefix(&self.template)?;
            if !relative.starts_with("generated") && !original.join(relative).exists() {
                std::fs::remove_file(&file)?;
            }
        }
        Ok(())
    }

    pub fn generated(&self, name: &str) -> PathBuf {
        self.template.join("generated").join(name)
    }

    pub fn dist(&self, name: &str) -> PathBuf {
        self.out.join("dist").join(name)
    }

    /// Runs a tool out of `node_modules`.
    pub fn tool(&self, name: &str, arguments: &[&str]) -> Result<()> {
        let program = self.root.join("node_modules/.bin").join(name);
        if !program.exists() {
            bail!("{name} is not installed: run `npm ci`, or `make setup`");
        }
        run(Command::new(program).args(arguments).current_dir(&self.root))
    }

    pub fn node(&self, arguments: &[&str]) -> Result<()> {
        run(Command::new("node").args(arguments).current_dir(&self.root))
    }
}

/// Runs a command to its end, its output passed through.
pub fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("{name} cannot be started"))?;
    if !status.success() {
        bail!("{name} failed: {status}");
    }
    Ok(())
}
