//! Values by number. TypeScript holds the numbers.

/// No number is used twice: a late event for a value that is gone must not reach another one. The values are boxed, so that
/// the slabs of all types share their code.
pub struct Slab<T> {
    things: Vec<(usize, Box<T>)>,
    next: usize,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Slab<T> {
    pub const fn new() -> Self {
        Slab { things: Vec::new(), next: 0 }
    }

    pub fn add(&mut self, thing: Box<T>) -> usize {
        self.next += 1;
        self.things.push((self.next, thing));
        self.next
    }

    /// The number of the next value that is added.
    pub(crate) fn next_number(&self) -> usize {
        self.next + 1
    }

    pub fn get(&mut self, number: usize) -> Option<&mut T> {
        for (own, thing) in &mut self.things {
            if *own == number {
                return Some(thing);
            }
        }
        None
    }

    pub fn remove(&mut self, number: usize) {
        for place in 0..self.things.len() {
            if self.things[place].0 == number {
                self.things.swap_remove(place);
                return;
            }
        }
    }

    /// The number of a value for which `is` returns true.
    pub fn number(&self, is: impl Fn(&T) -> bool) -> Option<usize> {
        self.things.iter().find(|(_, thing)| is(thing)).map(|(number, _)| *number)
    }

    pub fn all(&mut self) -> impl Iterator<Item = &mut T> {
        self.things.iter_mut().map(|(_, thing)| &mut **thing)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.things.len()
    }
}
