//! the use cases of a secretary
