import { loadDiagnosticsTexts, loadLanguage } from '../language/load-language.ts'

// Every test reads what the phone says in English.
await loadLanguage({ language: 'en', locale: 'en' }, () => {})
await loadDiagnosticsTexts()
