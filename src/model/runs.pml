/* One node, two runs one after the other, a hostile network: EVERY message of both runs, of epochs 1 and 2, of steps 1 and 2,
 * may arrive at any moment, any number of times, in any order (replays, reordering, delay). Only what the node checks protects it.
 *  -DBUG_NOTOMB  run directory removed at the end      -DBUG_NOEXCL  a new run may arm over a CONFIRMED, unsealed one
 *  -DBUG_NORUNID messages without a run id (act on the active run)   -DBUG_NOSEQ  do without its step number   -DBUG_NOEPOCH
 */
#define NONE 0
#define ARMED 1
#define PREPARED 2
#define CONFIRMED 3
#define SEALED 4
#define REVERTING 5
#define REVERTED 6
#define K 2
byte st[2], ep[2], staged[2], done[2], dos[2];   /* per run; dos: times the current step's do was executed too often */
bit ended[2], again, foreign, over, stale;        /* ghosts */
#define LIVE(x) (st[x]==ARMED||st[x]==PREPARED||st[x]==REVERTING)
#ifdef BUG_NOEXCL
#define FREE(x) !LIVE(x)
#else
#define FREE(x) (!LIVE(x) && st[x]!=CONFIRMED)
#endif
#ifdef BUG_NOEPOCH
#define EP(x,e) 1
#else
#define EP(x,e) (ep[x]==e)
#endif
#ifdef BUG_NOTOMB
#define GONE(r) st[r]=NONE; staged[r]=0; done[r]=0; ep[r]=0
#else
#define GONE(r) skip
#endif
proctype Net(byte m) {     /* message addressed to run m; acts on run r */
  byte r=m; byte e=1;
  do
  :: d_step { e==1 -> e=2 } :: d_step { e==2 -> e=1 }
#ifdef BUG_NORUNID
  :: atomic { LIVE(1-m) || st[1-m]==CONFIRMED -> r=1-m }
  :: atomic { r!=m -> r=m }
#endif
  :: d_step { e==1 && st[r]==NONE && ep[r]<=1 && FREE(1-r) -> if :: ended[r] -> again=1 :: else fi; st[r]=ARMED; ep[r]=1 }   /* ARM */
  :: d_step { e>ep[r] && st[r]!=NONE -> ep[r]=e }                                                                              /* FENCE */
  :: d_step { e>ep[r] && st[r]==NONE && ep[r]==0 -> ep[r]=e; st[r]=REVERTED; ended[r]=1 }                                      /* FENCE before ARM: tombstone */
  :: d_step { st[r]==ARMED && EP(r,e) && e==1 && staged[r]==done[r] && staged[r]<K -> if :: r!=m -> foreign=1 :: else fi; staged[r]++ }   /* STAGE k */
#ifdef BUG_NOSEQ
  :: d_step { st[r]==ARMED && EP(r,e) && e==1 && staged[r]>0 && dos[r]<3 -> dos[r]++; if :: done[r]<staged[r] -> done[r]++; dos[r]=1 :: else fi }
#else
  :: d_step { st[r]==ARMED && EP(r,e) && e==1 && staged[r]==done[r]+1 -> if :: r!=m -> foreign=1 :: else fi; if :: e<ep[r] -> stale=1 :: else fi; done[r]++; dos[r]=1 }    /* DO k */
#endif
  :: d_step { st[r]==ARMED && EP(r,e) && done[r]==K -> if :: r!=m -> foreign=1 :: else fi; if :: e<ep[r] -> stale=1 :: else fi; st[r]=PREPARED }
  :: d_step { st[r]==PREPARED && EP(r,e) -> if :: r!=m -> foreign=1 :: else fi; if :: e<ep[r] -> stale=1 :: else fi; st[r]=CONFIRMED }      /* COMMIT */
  :: d_step { (st[r]==ARMED||st[r]==PREPARED) && EP(r,e) -> if :: r!=m -> foreign=1 :: else fi; st[r]=REVERTING }                            /* ABORT */
  :: d_step { st[r]==CONFIRMED && EP(r,e) -> if :: r!=m -> foreign=1 :: else fi; st[r]=REVERTING; if :: LIVE(1-r) -> over=1 :: else fi }     /* REVERT */
  :: d_step { st[r]==CONFIRMED && EP(r,e) -> if :: r!=m -> foreign=1 :: else fi; st[r]=SEALED; ended[r]=1; GONE(r) }                         /* SEAL */
  od
}
proctype Guard() { do
  :: d_step { st[0]==ARMED||st[0]==PREPARED -> st[0]=REVERTING } :: d_step { st[1]==ARMED||st[1]==PREPARED -> st[1]=REVERTING }
  :: d_step { st[0]==REVERTING -> done[0]=0; dos[0]=0; st[0]=REVERTED; ended[0]=1; GONE(0) }
  :: d_step { st[1]==REVERTING -> done[1]=0; dos[1]=0; st[1]=REVERTED; ended[1]=1; GONE(1) }
  od }
proctype Monitor() { end: do
  :: again -> assert(false)              /* an ended run lives again */
  :: foreign -> assert(false)            /* a message of one run acted on another */
  :: over -> assert(false)               /* an undo ran under another run's open change */
  :: stale -> assert(false)              /* a message of a fenced epoch was obeyed */
  :: dos[0]>1 || dos[1]>1 -> assert(false)   /* a step executed twice */
  :: LIVE(0) && LIVE(1) -> assert(false)
  :: (st[0]==REVERTED && done[0]!=0) || (st[1]==REVERTED && done[1]!=0) -> assert(false)
  od }
init { atomic { run Monitor(); run Guard(); run Net(0); run Net(1) } }
