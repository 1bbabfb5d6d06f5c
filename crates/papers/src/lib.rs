//! minutes and other papers as DOCX and PDF
