export const updateWords = {
  what: 'A newer version is ready.',
  todo: 'Reloading takes the phone offline for a moment.',
  act: 'Reload now',
  dismiss: 'Later',
}
