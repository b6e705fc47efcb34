/** The least waiting that any router over interchangeable agents can reach. Times in seconds. */
export interface Staffing {
  readonly perSecond: number;
  readonly handlingSeconds: number;
  readonly agents: number;
}

export interface Waiting {
  readonly meanSeconds: number;
  readonly abandonedShare: number;
}

/** M/M/n: nobody gives up. */
export function erlangC({ perSecond, handlingSeconds, agents }: Staffing): Waiting {
  const offered = perSecond * handlingSeconds;
  let blocked = 1;
  for (let k = 1; k <= agents; k++) blocked = (offered * blocked) / (k + offered * blocked);
  const waits = (agents * blocked) / (agents - offered * (1 - blocked));
  return { meanSeconds: (waits * handlingSeconds) / (agents - offered), abandonedShare: 0 };
}

/** M/M/n+M: who waits gives up after an exponential time. The mean counts those who did. */
export function erlangA(staffing: Staffing, patienceSeconds: number): Waiting {
  const { perSecond, handlingSeconds, agents } = staffing;
  // How likely so many are in the system, up to a factor; from the fullest state on both ways, lest it overflow.
  let [sum, queue, likely] = [0, 0, 1];
  for (let k = agents; k > 0; k--) {
    sum += likely;
    likely *= k / handlingSeconds / perSecond;
  }
  sum += likely;
  likely = 1;
  for (let waiting = 1; likely > 1e-14; waiting++) {
    likely *= perSecond / (agents / handlingSeconds + waiting / patienceSeconds);
    sum += likely;
    queue += waiting * likely;
  }
  const inLine = queue / sum;
  return { meanSeconds: inLine / perSecond, abandonedShare: inLine / patienceSeconds / perSecond };
}
