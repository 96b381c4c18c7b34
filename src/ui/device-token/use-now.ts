import { useEffect, useState } from 'react'

/** The time, in milliseconds since the epoch, again every ten seconds: as fine as what is said of it in words. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const interval = setInterval(() => setNow(Date.now()), 10_000)
    return () => clearInterval(interval)
  }, [])
  return now
}
