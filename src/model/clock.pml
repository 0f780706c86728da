/* Time on one node: deadline, lease, an extend, starts of a container, an uptime that goes back. Timed, in ticks.
 *
 * A node knows its uptime, and which start of it this is: its boot id and when its first process was started. What it is
 * told are moments of its uptime, so that a late message renews nothing. `latest` is the uptime its guard saw last, in the
 * guard's own memory; `seen` the uptime of the last write, in the state.
 *   restart   power cut, or the container is started again: uptime 0, another start; a container keeps its boot id
 *   goes back the uptime begins anew and nothing else tells of it (a container that was migrated)
 * T is true time, which nobody reads. It goes on only when the guard has looked, so a guard is late by one tick at most.
 *
 *  Each -DBUG_x takes out one rule:
 *   BOOTID      a start is known by its boot id alone        SEEN       an uptime below one that was seen is nothing new
 *   ARMLEASE    a late copy of ARM arms for as long as it says
 *   EXTENDLOCK the guard goes by a deadline that it has read outside the lock, and does not look again under it
 */
#define LEASE 2
#define DEAD 4
#define MORE 2         /* what an extend adds */
#define TMAX 14
#define EVENTS 2
#define ARMED 1
#define REVERTING 2
#define CONFIRMED 3
#define LAPSED (s_start!=start || BACK || up>=s_dead || up>=s_until)
#ifdef BUG_SEEN
#define BACK 0
#else
#define BACK (up<s_seen || up<latest)
#endif

#ifdef BUG_EXTENDLOCK
#define STALE 1
#else
#define STALE 0
#endif

byte T, up, start, truestart, st, s_start, s_dead, s_until, s_seen, s_truestart, latest, events;
byte a_start, a_dead, a_until, a_notafter, b_until, led, armed;
bit sent, beating, looked, extended, wrongfire, wrongstart;

inline least(x, y, z) { if :: y<z -> x=y :: else -> x=z fi }

active proctype Coordinator() {
  /* ARM, sent once; the network may deliver it whenever it likes, and more than once until the run is over here. */
  d_step { a_start=start; a_dead=up+DEAD; a_until=up+LEASE; a_notafter=up+2; sent=1 };
  do
  :: d_step { T<TMAX-6 && st==ARMED && b_until<up+LEASE && start==a_start -> b_until=up+LEASE; beating=1 }     /* BEAT, as the coordinator knows this uptime */
  :: break
  od
}

active proctype Node() {
  byte x;
  do
  /* messages */
  :: d_step { sent && st==0 && a_start==start && up<=a_notafter && up<a_dead && up<a_until ->
       st=ARMED; s_start=start; s_truestart=truestart; s_dead=a_dead; s_seen=up; latest=up; armed=T; led=T;
#ifdef BUG_ARMLEASE
       s_until=a_until
#else
       least(s_until, a_until, up+LEASE)
#endif
     }
  :: d_step { beating && st==ARMED && s_start==start && !LAPSED && b_until>s_until ->
       least(s_until, b_until, up+LEASE);
       led=T }
  :: d_step { st==ARMED && s_start==start && !LAPSED && !extended && T<TMAX-8 -> extended=1; s_dead=s_dead+MORE; s_seen=up }
  :: d_step { st==ARMED && s_start==start && !LAPSED && T>0 -> st=CONFIRMED; if :: s_truestart!=truestart -> wrongstart=1 :: else fi }
  /* the guard looks, by the deadline that it knows; x: the one it has read before */
  :: d_step { !looked && st==ARMED && !LAPSED && !(x!=0 && up>=x && STALE) -> looked=1; latest=up; x=s_dead }
  :: d_step { !looked && st==ARMED && (LAPSED || (x!=0 && up>=x && STALE)) ->
       if :: extended && !LAPSED -> wrongfire=1 :: else fi; st=REVERTING; looked=1; x=0 }
  :: d_step { !looked && st!=ARMED -> looked=1 }
  /* time, and what happens to it */
  :: d_step { T<TMAX && looked -> T++; up++; looked=0 }
  :: d_step { events<EVENTS && T<TMAX-8 -> events++; up=0; truestart++; latest=0; looked=0;       /* started again */
#ifndef BUG_BOOTID
       start++
#endif
     }
  :: d_step { events<EVENTS && T<TMAX-8 -> events++; up=0; looked=0 }                             /* goes back */
  :: T==TMAX -> break
  od
}

active proctype Monitor() {
end:
  do
  /* Two ticks of grace: one that the guard may be late, one that an uptime may go back by without being seen, each time. */
  :: st==ARMED && looked && T>armed+DEAD+(extended -> MORE : 0)+1+EVENTS -> assert(false)      /* armed beyond its deadline */
  :: st==ARMED && looked && T>led+LEASE+1+EVENTS -> assert(false)                              /* armed, and nobody leads it */
  :: wrongfire -> assert(false)                                                                /* an extend was acknowledged, the old deadline fired */
  :: wrongstart -> assert(false)                                                               /* confirmed what was looked at before a start */
  od
}
