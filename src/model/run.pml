/* Coordinators, links, nodes: who decides what when.
 *
 * Untimed: every timer (lease, deadline, probe, prepare expiry, reboot) may fire at any moment.
 * Network = set of messages ever sent: a message may be delivered late, twice, out of order, or never.
 * Replies = monotone facts (xxA masks): may be learnt late or never.
 * One node operation is one atomic write: node.pml justifies that (lock, order of writes, memory and disk, power cut).
 * A coordinator that takes over knows what a node is to the run only from that node; one that it has not fenced yet may be
 * one that decides.
 *
 *  -DN=2|3 nodes   -DR=k  nodes 0..k-1 are voters, the rest are soft
 *  -DE=1..4        coordinators: epoch 1 = apply, epochs 2..E = recover/rollback/confirm from elsewhere, all may run at once
 *  -DLA            last agent (needs R==1): the one voter's CONFIRMED write is the commit point
 *  -DCUT           each link may be cut for ever at any time; every coordinator may die (else the last one survives)
 *  -DFAIL          an undo may fail (REVERT_FAILED)
 *  -DSPLITQ        ask: is a final split reachable?  
 *  Each -DBUG_x takes out one rule:
 *   NOEPOCH        a node obeys every coordinator          GONE          the end of a run removes its directory
 *   REVERT_ON_SILENCE  silence counts as a revert          BOOT_CONF     a boot reverts what is CONFIRMED
 *   BOOT_PREP      a boot leaves PREPARED alone            RAWDO         a step runs without looking at the node's state
 *   NOHOLD         a soft node lets go by itself           RB_DIRECT     rollback from elsewhere sends words of its own
 *   ABORT_ANY      abort is obeyed in CONFIRMED            UNSENT        a commit that left counts as not sent
 *   RECOVER_ONE    one CONFIRMED node is enough            SOFT_FIRST    soft nodes are released before the last agent
 *   UNHEARD        a node that is not heard decides nothing
 *   FIRSTLIST      who is what is what the first to answer lists, right or wrong
 *   FENCEONCE      a node that answers late is not fenced any more
 */
#ifndef N
#define N 2
#endif
#ifndef R
#define R N
#endif
#ifndef E
#define E 2
#endif
#define ALL  ((1<<N)-1)
#define REAL ((1<<R)-1)
#define SOFT (ALL & ~REAL)
#define I    (1<<i)

/* node states, on disk */
#define NONE 0
#define ARMED 1
#define PREPARED 2
#define CONFIRMED 3
#define SEALED 4      /* tombstone: confirmed for good (soft: released, its local part never fired) */
#define REVERTING 5   /* soft: its local part fires whenever the hurt returns */
#define REVERTED 6    /* tombstone */
#define FAILED 7

byte st[N]; byte ep[N];
byte begun, changed;                     /* masks: "begin k" on disk; change present */
byte wasconf;                            /* ghost: node was CONFIRMED once */
byte cut;
/* messages ever sent; index = epoch */
bit armM, stageM, doM;
bit prepM[E+1], abtM[E+1], rvtM[E+1], sealM[E+1], fenM[E+1], relM[E+1], rlrM[E+1];  /* relM: released, confirmed; rlrM: released, rolled back */
byte comM[E+1];
/* facts posted by nodes: masks */
byte armA, stA, dnA, rvA, rdA, slA;      /* armed, undo staged, step done, reverting-or-later, REVERTED, SEALED */
byte pA[E+1], cA[E+1];                   /* prepared / confirmed, acked under epoch e */
byte fA[E+1], fC[E+1], fP[E+1];          /* fenced at e; was CONFIRMED/SEALED then; was ARMED or PREPARED with all steps done then */
bit repConf, repRoll;
bit allc;                                /* ghost: all voters were CONFIRMED at one moment */

#define LINK ((cut & I)==0)
#ifdef BUG_NOEPOCH
#define EP(e) (1)
#else
#define EP(e) (ep[i]==(e))
#endif
#define real (i<R)
#ifdef NOLATEARM
#define LATEARM ((armA&I)==0)
#else
#define LATEARM 1
#endif

inline fact_rev()  { rvA = rvA | I; }
inline goes(s)     { st[i]=s; }
inline revert()    { printf("T: node %d REVERTING (was %d)\n",i,st[i]); st[i]=REVERTING; rvA = rvA | I; }
inline fence(e)    {
  printf("T: node %d fenced by e%d, state %d\n",i,e,st[i]); ep[i]=e; fA[e]=fA[e]|I;
  if :: st[i]==NONE -> st[i]=REVERTED; rvA=rvA|I; rdA=rdA|I      /* tombstone: a late arm is refused */
     :: st[i]==CONFIRMED || st[i]==SEALED -> fC[e]=fC[e]|I
     :: (st[i]==ARMED||st[i]==PREPARED) && ((dnA & I)!=0 || !real) -> fP[e]=fP[e]|I
     :: else fi }

/* what epoch e may make node do; each line is enabled only if it changes something */
#define HANDLE(e) \
 :: d_step { LINK && prepM[e] && CANPREP && EP(e) && (st[i]==ARMED||st[i]==PREPARED) && (pA[e]&I)==0 && ((dnA&I)!=0||!real) -> printf("T: node %d PREPARED by e%d\n",i,e); st[i]=PREPARED; pA[e]=pA[e]|I } \
 :: d_step { LINK && (comM[e]&I)!=0 && EP(e) && CANCOMMIT && (cA[e]&I)==0 -> printf("T: node %d CONFIRMED by e%d\n",i,e); st[i]=CONFIRMED; wasconf=wasconf|I; cA[e]=cA[e]|I; if :: ALLCONF -> allc=1 :: else fi } \
 :: d_step { LINK && abtM[e] && EP(e) && (st[i]==ARMED||st[i]==PREPARED) -> revert() } \
 :: d_step { LINK && abtM[e] && EP(e) && st[i]==NONE -> TOMB } \
 ABORTANY(e) \
 :: d_step { LINK && rvtM[e] && EP(e) && st[i]==CONFIRMED -> revert() } \
 :: d_step { LINK && sealM[e] && real && EP(e) && st[i]==CONFIRMED -> printf("T: node %d SEALED by e%d\n",i,e); st[i]=SEALED; slA=slA|I; GONE } \
 :: d_step { LINK && relM[e] && !real && EP(e) && (st[i]==ARMED||st[i]==PREPARED) -> printf("T: node %d SEALED by e%d\n",i,e); st[i]=SEALED; slA=slA|I; GONE } \
 :: d_step { LINK && rlrM[e] && !real && EP(e) && (st[i]==ARMED||st[i]==PREPARED) -> revert() } \
 :: d_step { LINK && (relM[e]||rlrM[e]) && !real && EP(e) && st[i]==REVERTING -> st[i]=REVERTED; rdA=rdA|I; GONE }
#ifdef BUG_FENCEONCE
bit asked[E+1];
#define FENCE(e) :: d_step { LINK && fenM[e] && !asked[e] && (ep[i]<e) -> fence(e) }
#define ASKED(e) asked[e]=1
#else
#define FENCE(e) :: d_step { LINK && fenM[e] && (ep[i]<e) -> fence(e) }
#define ASKED(e) skip
#endif

#ifdef BUG_ABORT_ANY   /* one 'abort' word, obeyed in CONFIRMED too */
#define ABORTANY(e) :: d_step { LINK && abtM[e] && EP(e) && st[i]==CONFIRMED -> revert() }
#else
#define ABORTANY(e)
#endif
#ifdef LA
#define CANCOMMIT (st[i]==ARMED||st[i]==CONFIRMED)   /* the last agent is never PREPARED */
#define CANPREP (!real)
#else
#define CANCOMMIT (st[i]==PREPARED||st[i]==CONFIRMED)
#define CANPREP 1
#endif
#ifdef BUG_GONE     /* the end of a run wipes the run directory */
#define GONE st[i]=NONE
#define TOMB rvA=rvA|I; rdA=rdA|I
#else
#define GONE skip
#define TOMB st[i]=REVERTED; rvA=rvA|I; rdA=rdA|I
#endif

#define DECIDED(k) (st[k]==CONFIRMED||st[k]==SEALED||st[k]==REVERTED||st[k]==FAILED||st[k]==NONE)
#if R==1
#define REALSDECIDED DECIDED(0)
#elif R==2
#define REALSDECIDED (DECIDED(0)&&DECIDED(1))
#else
#define REALSDECIDED (DECIDED(0)&&DECIDED(1)&&DECIDED(2))
#endif

#define S(k) st[k]
#define ENDED(k) (S(k)==NONE||S(k)==CONFIRMED||S(k)==SEALED||S(k)==REVERTED||S(k)==FAILED)
#ifdef BUG_GONE
#define WASSEALED(k) (S(k)==NONE && (slA&(1<<k))!=0)
#define WASREV(k) (S(k)==NONE && (rdA&(1<<k))!=0)
#else
#define WASSEALED(k) 0
#define WASREV(k) 0
#endif
#define GUARDED(k) (WASSEALED(k)||S(k)==ARMED||S(k)==PREPARED||S(k)==CONFIRMED||S(k)==SEALED||S(k)==REVERTING||S(k)==FAILED)
#define I1(k)  ((changed & (1<<k))==0 || ((stA & (1<<k))!=0 && GUARDED(k)))
#ifdef STRICT     /* also count a CONFIRMED voter that is reverted later */
#define WASCONF(k) 0
#else
#define WASCONF(k) ((wasconf&(1<<k))!=0)
#endif
#define UNDECIDED(k) ((changed&(1<<k))!=0 && !WASCONF(k) && (S(k)==ARMED||S(k)==PREPARED||S(k)==REVERTING))
#define HELD(k) (S(k)==ARMED||S(k)==PREPARED||S(k)==REVERTING)
#define CONF(k) ((S(k)==CONFIRMED||S(k)==SEALED||WASSEALED(k)) && (changed&(1<<k))!=0)
#define REV(k)  ((S(k)==REVERTED||WASREV(k)) && (changed&(1<<k))==0)
#define SLD(k) (S(k)==SEALED||WASSEALED(k))
#if N==2
 #define ALLREV (REV(0)&&REV(1))
 #define ALLEND (ENDED(0)&&ENDED(1))
 #if R==2
  #define ALLCONF (CONF(0)&&CONF(1))
  #define INV1 (I1(0)&&I1(1))
  #define INV1S 1
  #define ALLSEALED (SLD(0)&&SLD(1))
  #define SOMECONF (CONF(0)||CONF(1))
 #else
  #define ALLCONF CONF(0)
  #define INV1 I1(0)
  #define INV1S (!UNDECIDED(0) || HELD(1))
  #define ALLSEALED (SLD(0)&&(SLD(1)||REV(1)))
  #define SOMECONF CONF(0)
 #endif
#else
 #define ALLREV (REV(0)&&REV(1)&&REV(2))
 #define ALLEND (ENDED(0)&&ENDED(1)&&ENDED(2))
 #if R==3
  #define ALLCONF (CONF(0)&&CONF(1)&&CONF(2))
  #define INV1 (I1(0)&&I1(1)&&I1(2))
  #define INV1S 1
  #define ALLSEALED (SLD(0)&&SLD(1)&&SLD(2))
  #define SOMECONF (CONF(0)||CONF(1)||CONF(2))
 #elif R==2
  #define ALLCONF (CONF(0)&&CONF(1))
  #define INV1 (I1(0)&&I1(1))
  #define INV1S (!(UNDECIDED(0)||UNDECIDED(1)) || HELD(2))
  #define ALLSEALED (SLD(0)&&SLD(1)&&(SLD(2)||REV(2)))
  #define SOMECONF (CONF(0)||CONF(1))
 #else
  #define ALLCONF CONF(0)
  #define INV1 I1(0)
  #define INV1S (!UNDECIDED(0) || (HELD(1)&&HELD(2)))
  #define ALLSEALED (SLD(0)&&(SLD(1)||REV(1))&&(SLD(2)||REV(2)))
  #define SOMECONF CONF(0)
 #endif
#endif
#define REALSREV ((rdA&REAL)!=0)
#define SEALOK (slA==0 || ALLCONF)

proctype Node(byte i) {
end:
  do
  :: d_step { LINK && armM && st[i]==NONE && ep[i]<=1 && LATEARM -> printf("T: node %d ARMED\n",i); st[i]=ARMED; if :: ep[i]==0 -> ep[i]=1 :: else fi; armA=armA|I }
  :: d_step { LINK && stageM && st[i]==ARMED && EP(1) && (stA&I)==0 -> printf("T: node %d undo staged\n",i); stA=stA|I }
#ifdef BUG_RAWDO      /* the step is a plain ssh exec: nothing on the node checks state, epoch, staging */
  :: d_step { LINK && doM && real && (begun&I)==0 -> printf("T: node %d begin on disk\n",i); begun=begun|I }
  :: d_step { real && (begun&I)!=0 && (dnA&I)==0 -> printf("T: node %d CHANGED (state %d)\n",i,st[i]); changed=changed|I; dnA=dnA|I }
#else
  :: d_step { LINK && doM && real && st[i]==ARMED && EP(1) && (stA&I)!=0 && (begun&I)==0 -> printf("T: node %d begin on disk\n",i); begun=begun|I }
  :: d_step { real && (begun&I)!=0 && (dnA&I)==0 && st[i]==ARMED -> printf("T: node %d CHANGED (state %d)\n",i,st[i]); changed=changed|I; dnA=dnA|I }
#endif
  /* timers, probes, reboot */
  :: d_step { st[i]==ARMED -> revert() }
#ifndef BUG_BOOT_PREP
  :: d_step { st[i]==PREPARED -> revert() }
#endif
#ifdef BUG_BOOT_CONF
  :: d_step { st[i]==CONFIRMED -> revert() }
#endif
  /* undo, repeatable */
  :: d_step { real && st[i]==REVERTING -> printf("T: node %d undone, REVERTED\n",i); changed=changed & ~I; st[i]=REVERTED; rdA=rdA|I; GONE }
#ifdef FAIL
  :: d_step { real && st[i]==REVERTING -> st[i]=FAILED }
#endif
#ifdef BUG_NOHOLD
  :: d_step { !real && st[i]==REVERTING -> printf("T: node %d lets go, REVERTED\n",i); st[i]=REVERTED; rdA=rdA|I; GONE }
#else
  :: d_step { !real && st[i]==REVERTING && REALSDECIDED -> printf("T: node %d its hold is over, REVERTED\n",i); st[i]=REVERTED; rdA=rdA|I; GONE }  /* the hold: see hold.pml */
#endif
  HANDLE(1)
#if E>1
  HANDLE(2) FENCE(2)
#endif
#if E>2
  HANDLE(3) FENCE(3)
#endif
#if E>3
  HANDLE(4) FENCE(4)
#endif
  od
}

/* nodes that may decide, as epoch e knows */
#ifdef BUG_UNHEARD
#define MAY(e) ((e)==1 -> REAL : (REAL & fA[e]))
#else
#ifdef BUG_FIRSTLIST
#define MAY(e) ((e)==1 -> REAL : listed)
byte listed = 1;
#else
#define MAY(e) ((e)==1 -> REAL : (REAL | (ALL & ~fA[e])))
#endif
#endif

/* proof that the run can never become "all confirmed" under epoch e */
#define PROOF(e)  ((rvA & REAL)!=0)
#if defined(LA) || defined(NO_UNSENT)
#define UNSENT(e) (0)
#else
#ifdef BUG_UNSENT
#define UNSENT(e) ((comM[e] & REAL)!=REAL)
#else   /* a voter that was not CONFIRMED when fenced by e, and to which e's commit never left this process */
#define UNSENT(e) (((comM[e]|fC[e]) & REAL)!=REAL)
#endif
#endif
#ifdef BUG_REVERT_ON_SILENCE   /* "a node that hears nothing reverts; the coordinator then reverts those that committed" */
#define SILENCE 1
#else
#define SILENCE 0
#endif

#ifdef WINDOW   /* the claim: failures outside [a commit has left .. decided on all] never split; a commit leaves only on an open connection */
#if E==1
#define OUTSIDE (comM[1]==0 || allc || (rdA&REAL)==REAL)
#else
#define OUTSIDE ((comM[1]==0 && comM[2]==0) || allc || (rdA&REAL)==REAL)
#endif
#define OPEN(b) ((cut&(b))==0)
#else
#define OUTSIDE 1
#define OPEN(b) 1
#endif
#define CRASH(e) :: (CANDIE(e)) -> printf("T: coordinator e%d dies\n",e); goto dead
#ifdef CUT
#define CANDIE(e) OUTSIDE
#elif defined(SPLITQ)
#define CANDIE(e) 1
#else
#define CANDIE(e) (e<E)
#endif

inline roll(e) { abtM[e]=1 }
proctype Coord(byte e) {
  if
#ifdef FAST
  :: e==1 -> goto prep
#endif
  :: e==1 -> goto apply
  :: e>1  -> goto takeover
  fi;
apply:
  armM=1;
  if :: armA==ALL -> stageM=1 :: d_step { true -> abtM[1]=1 }; goto rolling CRASH(e) fi;
  if :: stA==ALL -> doM=1 :: d_step { true -> abtM[1]=1 }; goto rolling CRASH(e) fi;
  if :: (dnA&REAL)==REAL -> skip :: d_step { true -> abtM[1]=1 }; goto rolling CRASH(e) fi;
prep:
  prepM[e]=1;
  if
#ifdef LA
#ifdef BUG_SOFT_FIRST        /* soft nodes released before the voter's CONFIRMED write */
  :: d_step { (pA[e]&SOFT)==SOFT -> relM[e]=1 }
#else
  :: (pA[e]&SOFT)==SOFT -> skip
#endif
#else
  :: (pA[e]&ALL)==ALL -> skip
#endif
  :: d_step { true -> abtM[e]=1 }; goto rolling
  CRASH(e)
  fi;
commit:                        /* commits leave one by one; a crash may fall between any two */
  do
  :: d_step { (comM[e]&1)==0 && OPEN(1) -> printf("T: e%d sends commit to 0\n",e); comM[e]=comM[e]|1 }
#if R>1
  :: d_step { (comM[e]&2)==0 && OPEN(2) -> printf("T: e%d sends commit to 1\n",e); comM[e]=comM[e]|2 }
#endif
#if R>2
  :: d_step { (comM[e]&4)==0 && OPEN(4) -> printf("T: e%d sends commit to 2\n",e); comM[e]=comM[e]|4 }
#endif
  :: ((cA[e]|fC[e])&MAY(e))==MAY(e) -> goto forward
  :: d_step { (comM[e]&REAL)==0 -> printf("T: e%d orders abort\n",e); abtM[e]=1 }; goto rolling
  :: d_step { PROOF(e) || UNSENT(e) || (SILENCE && comM[e]!=0) -> printf("T: e%d orders revert (silence/proof)\n",e); abtM[e]=1; rvtM[e]=1 }; goto rolling
  CRASH(e)
  od;

takeover:
#ifdef BUG_FIRSTLIST
  if :: listed=1 :: listed=2 :: listed=REAL fi;
#endif
  fenM[e]=1;
  do
  :: d_step { PROOF(e) -> printf("T: e%d knows a revert, orders revert\n",e); abtM[e]=1; rvtM[e]=1 }; goto rolling
#ifdef BUG_RECOVER_ONE     /* recover sees one CONFIRMED node and concludes */
  :: (fC[e]&REAL)!=0 -> goto forward
#endif
  :: (fC[e]&MAY(e))==MAY(e) -> goto forward
#ifndef LA
  :: (fC[e]&REAL)!=0 && ((fC[e]|fP[e])&MAY(e))==MAY(e) -> goto commit
#endif
  :: d_step { true -> printf("T: e%d orders abort\n",e); abtM[e]=1 }; goto rolling           /* knows of no CONFIRMED node (or has not heard) */
  :: ((fP[e]|fC[e]) & ALL)==ALL -> goto prep               /* operator confirms from here */
  CRASH(e)
  od;

rolling:
  ASKED(e);
  do
  :: d_step { rvtM[e]==0 && PROOF(e) -> rvtM[e]=1 }
  :: (fC[e]&MAY(e))==MAY(e) -> goto forward               /* too late to roll back: it is confirmed */
#if R<N
  :: (rdA&MAY(e))==MAY(e) && !rlrM[e] -> rlrM[e]=1
#endif
  :: (rdA&ALL)==ALL -> printf("T: e%d REPORTS ROLLED BACK\n",e); repRoll=1; goto dead
#ifdef FAIL
  :: (rvA&REAL)==REAL && (rdA&REAL)!=REAL -> goto dead     /* exit 5, nothing claimed */
#endif
  CRASH(e)
  od;

forward:
  printf("T: e%d REPORTS CONFIRMED\n",e); repConf=1;
  if :: d_step { true -> sealM[e]=1; relM[e]=1 } CRASH(e) fi;
dead: skip
}

#ifdef BUG_RB_DIRECT  /* `safeops rollback` in another terminal orders abort/revert itself, under the run's own epoch */
proctype Rollback() { d_step { printf("T: rollback from another terminal\n"); abtM[1]=1; rvtM[1]=1 } ; if :: (rdA&ALL)==ALL -> repRoll=1 :: true fi }
#endif

#ifdef CUT
proctype Cutter() { byte i;
  do
  :: d_step { (cut&1)==0 && OUTSIDE -> printf("T: link 0 cut\n"); cut=cut|1 }
  :: d_step { (cut&2)==0 && OUTSIDE -> printf("T: link 1 cut\n"); cut=cut|2 }
#if N>2
  :: d_step { (cut&4)==0 && OUTSIDE -> printf("T: link 2 cut\n"); cut=cut|4 }
#endif
  :: break
  od }
#endif

proctype Monitor() {
end:
  do
  :: !(INV1)  -> assert(false)            /* (1) changed without undo on disk and guard */
  :: !(INV1S) -> assert(false)            /* (1) a soft node hurt by an undecided change, and its local part not there */
  :: allc && !(ALLCONF) -> assert(false)             /* (3) the decision is stable */
  :: repConf && !(ALLCONF) -> assert(false)          /* (3) */
  :: repRoll && !(ALLREV) -> assert(false)           /* (3) */
  :: !(SEALOK) -> assert(false)                      /* (5)(7) sealed, yet not all confirmed */
  :: timeout -> assert(ALLEND);                      /* (2) nothing stuck; model has no cycles, so every run gets here */
#ifdef SPLITQ
     assert(!(SOMECONF && REALSREV));                /* (4) */
#endif
#if !defined(CUT) && !defined(FAIL) && !defined(SPLITQ) && !defined(NOTERM)
     assert((repConf && ALLSEALED) || (repRoll && ALLREV));  /* links heal, one recover lives: uniform and said */
#endif
     break
  od
}

init { atomic {
#ifdef FAST   /* start after the steps: every node armed, staged, done; used to afford more coordinators */
  d_step { armM=1; stageM=1; doM=1; armA=ALL; stA=ALL; dnA=REAL; begun=REAL; changed=REAL;
    st[0]=ARMED; ep[0]=1; st[1]=ARMED; ep[1]=1;
#if N>2
    st[2]=ARMED; ep[2]=1
#endif
  };
#endif
  run Monitor();
  run Node(0); run Node(1);
#if N>2
  run Node(2);
#endif
  run Coord(1);
#if E>1
  run Coord(2);
#endif
#if E>2
  run Coord(3);
#endif
#if E>3
  run Coord(4);
#endif
#ifdef BUG_RB_DIRECT
  run Rollback();
#endif
#ifdef CUT
  run Cutter();
#endif
} }
