/** What draws an icon of lucide-react, without the options that nobody here uses: sizes and colours are the style sheets'. */
const createIcon = `
import { createElement } from 'react'
const attributes = {
  xmlns: 'http://www.w3.org/2000/svg',
  width: 24,
  height: 24,
  viewBox: '0 0 24 24',
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 2,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
  'aria-hidden': true,
}
export default ({ node }) => (props) =>
  createElement('svg', { ...attributes, ...props }, ...node.map(([tag, drawn]) => createElement(tag, drawn)))
`

/**
 * Two kilobytes less before the first picture. The icons of lucide-react stay as they are but for a random key in each of
 * their lines, for a warning that only development has: random letters are what gzip cannot make smaller.
 * @returns {import('vite').Plugin}
 */
export function leanIcons() {
  return {
    name: 'lean-icons',
    apply: 'build',
    transform: {
      filter: { id: /lucide-react\/dist\/esm\/(?:icons\/|createLucideIcon)/ },
      handler: (code, id) =>
        id.includes('createLucideIcon') ? createIcon : code.replace(/,\s*key: "\w+"/g, ''),
    },
  }
}
