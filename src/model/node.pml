/* One node: messages, the guard, the step, memory, the page cache, the disk, power cuts, starts of a container.
 *
 * Justifies what run.pml takes for granted: one operation of a node is one atomic write.
 *   m_ memory (/run/safeops/RUN): what counts, gone with a reboot. m_ok: this boot has a copy
 *   p_ the state file as processes read it (page cache)      d_ the state file as a power cut leaves it
 * A save (disk first) is: `writing` in memory, the disk worker renames (p_) and syncs (d_), `written`, published in memory.
 * A turn (memory first, only to REVERTING, only from where a reboot reverts too) is: memory; the disk follows when it can.
 * The disk may hang for ever, or be full. Who waits for it can be killed at any moment; the worker goes on.
 * A handler can be killed at any line, the guard too; the power can be cut, the container started again, at any moment.
 * Messages come at any time, twice, late; only such as a correct coordinator could have sent (COMMIT after PREPARE's answer).
 *
 *  -DCRASHES=n power cuts and starts of a container   -DGKILLS the guard is killed once   -DSTALL the disk hangs or is full
 *  -DH2 a second handler
 *  Each -DBUG_x takes out one rule:
 *   NOLOCK       the state is read, checked and written without the lock
 *   EARLYREPLY   the answer leaves before the sync;      READUNSYNCED  a status reads what is not synced yet
 *   ARMUNIT      ARMED before the unit is on the disk;   ARMSTART      ARMED before the guard runs
 *   ENDORDER     the unit goes before the terminal state is on the disk
 *   NOKILL       the step is not killed before the undo; SPAWNLATE     the step is started after the lock is freed
 *   NOBEGINSYNC  the step begins before the disk says so
 *   BOOTCONF     a boot reverts what is CONFIRMED;       BOOTPREP      a boot leaves PREPARED alone
 *   BOOTHANDLER  only the guard looks which boot it is;  BOOTID        a boot is known by its boot id alone, which a container keeps
 *   DISKFIRST    REVERTING waits for the disk everywhere; HOLDLOCK     who waits for the disk cannot be killed and has the lock
 *   READDISK     the undo is read from the disk;         MEMCONFIRMED  REVERTING counts at once, from CONFIRMED too
 *   NODECIDING   a lapse does not wait for a CONFIRMED that is on its way to the disk
 *   FILLUNSYNCED after a boot memory is filled from what is not synced yet: a container's page cache outlives it
 *   SAVEOVER     memory is brought to the disk though a newer state is there and not published yet
 *   PUBLISHTWICE a state that was published by a handler killed before it said so cannot be published again
 */
#ifndef CRASHES
#define CRASHES 1
#endif
#define NONE 0
#define ARMED 1
#define BEGUN 2       /* armed, the step begun */
#define DONE 3        /* armed, the step done */
#define PREPARED 4
#define CONFIRMED 5
#define SEALED 6
#define REV 7         /* reverting */
#define REVERTED 8
/* other work of the disk worker */
#define ASK 10        /* whether the write of a killed message came to the disk */
#define STAGE 11      /* the undo's file */
#define FOLLOW 12     /* REVERTING, which only memory has */
#define CLEAN 13      /* unit and undo are taken away */

byte m_st, p_st, d_st;
bit m_ok, m_undo, d_undo, unit, unsaved, written, pub;   /* pub: new.state was moved to its place */
byte writing, wbegun;              /* wbegun: whether what is written says that the step was begun */
bit m_begun, p_begun, d_begun;
byte job, jres, jtext;             /* the worker's task; 1 done, 2 failed; what FOLLOW writes */
bit jbegun;
byte lck;                          /* 0 free, 1 and 2 handlers, 3 guard, 4 step */
bit grun;
byte parts;                        /* the change: two durable writes, bits 1 and 2 */
byte rn;                           /* the step: 0 not there, 1 started, 2 half done, 3 done */
byte gen; bit gk;
bit rebooted, reallyrebooted;      /* since ARM: as the boot's identity tells; in truth */
bit quiet, stall, noroom;
bit aArm, aStage, aDo, aPrep, aConf, aRevd, revOrdered, wrongboot;

#define LIVE(s) (s==ARMED || s==BEGUN || s==DONE || s==PREPARED)
#define DECIDING (writing==CONFIRMED || writing==SEALED)
#ifdef BUG_NODECIDING
#define MAYLAPSE 1
#else
#define MAYLAPSE (!DECIDING)
#endif
#ifdef BUG_NOLOCK
#define LOCK(x) skip
#define UNLOCK(x) skip
#define FREE 1
#else
#define LOCK(x) atomic { lck==0 -> lck=x }
#define UNLOCK(x) d_step { if :: lck==x -> lck=0 :: else fi }
#define FREE (lck==0)
#endif
#ifdef BUG_BOOTHANDLER
#define SAMEBOOT 1
#else
#define SAMEBOOT (!rebooted)
#endif
#ifdef BUG_HOLDLOCK
#define MAYDIE (!stall)
#else
#define MAYDIE 1
#endif
#define DIE :: MAYDIE -> goto out      /* killed here, or the connection is lost: nobody hears an answer */

/* The state as this boot knows it; without a copy in memory the disk is asked, synced first. */
inline load() { if :: m_ok -> s=m_st :: !m_ok && !stall -> d_step { d_st=p_st; d_begun=p_begun; s=p_st } :: !m_ok && stall && MAYDIE -> goto out fi }

/* Under the lock: what became of the write of a killed message. */
inline settle() {
  if
  :: writing==0
  :: writing!=0 && written -> publish()
  :: writing!=0 && !written && job==0 ->
       d_step { jres=0; job=ASK };
       if :: jres!=0 -> if :: written -> publish() :: else fi DIE fi;
  :: writing!=0 && !written && job!=0 && MAYDIE -> goto out      /* refused: the disk does not answer */
  fi
}
#ifdef BUG_PUBLISHTWICE
inline publish() { if :: !pub -> d_step { m_st=writing; m_begun=wbegun; m_ok=1; pub=1 } :: pub -> goto out fi; if :: d_step { writing=0; written=0; unsaved=0; pub=0 } DIE fi }
#else
inline publish() { d_step { if :: !pub -> m_st=writing; m_begun=wbegun; m_ok=1; pub=1 :: else fi }; if :: d_step { writing=0; written=0; unsaved=0; pub=0 } DIE fi }
#endif

/* Under the lock: on the disk, then in memory. */
inline save(t, b) {
  if :: job==0 -> skip :: job!=0 && MAYDIE -> goto out fi;
  d_step { written=0; pub=0; writing=t; wbegun=b; jres=0; job=t };
  if :: jres==1 -> publish() :: jres==2 -> d_step { writing=0 }; goto out DIE fi
}
/* REVERTING counts at once. */
inline turn() {
#ifdef BUG_DISKFIRST
  save(REV, m_begun)
#else
  writing=0; if :: unsaved=1 DIE fi;
  d_step { m_begun=(m_ok -> m_begun : p_begun); m_st=REV; m_ok=1 }
#endif
}

/* Under the lock, after the terminal state is on the disk: unit, undo and what is in memory go. */
inline endclean() {
#ifndef BUG_ENDORDER
  if :: job==0 -> skip :: job!=0 && MAYDIE -> goto out fi;
  d_step { jres=0; job=CLEAN };
  if :: jres==1 -> skip DIE fi;
#endif
  d_step { m_ok=0; m_st=0; m_begun=0; m_undo=0; unsaved=0; written=0; writing=0; pub=0; grun=0 }
}

proctype Disk() {              /* in a process that has no lock; one at a time */
end:
  do
  :: d_step { job>=ARMED && job<=REVERTED && !stall && noroom && writing==job -> jres=2; job=0 }
  :: d_step { job>=ARMED && job<=REVERTED && !stall && !noroom -> p_st=job; p_begun=wbegun; job=job+20 }      /* renamed */
  :: d_step { job>20 && job!=20+FOLLOW && !stall -> d_st=p_st; d_begun=p_begun; written=1; jres=1; job=0 }  /* synced */
  :: d_step { job==ASK && !stall -> d_st=p_st; d_begun=p_begun; if :: p_st==writing && p_begun==wbegun -> written=1 :: else -> writing=0 fi; jres=1; job=0 }
  :: d_step { job==STAGE && !stall -> if :: noroom -> jres=2 :: else -> d_undo=1; jres=1 fi; job=0 }
  :: d_step { job==FOLLOW && !stall ->
#ifdef BUG_SAVEOVER
       if :: !unsaved || noroom -> job=0
#else
       if :: !unsaved || noroom || writing!=0 -> job=0
#endif
          :: else -> jtext=m_st; jbegun=m_begun; p_st=m_st; p_begun=m_begun; job=20+FOLLOW fi }
  :: d_step { job==20+FOLLOW && !stall -> d_st=p_st; d_begun=p_begun; if :: m_st==jtext && m_begun==jbegun -> unsaved=0 :: else fi; job=0 }
  :: d_step { job==CLEAN && !stall -> d_st=p_st; d_begun=p_begun; unit=0; d_undo=0; jres=1; job=0 }
  :: d_step { d_st!=p_st && !stall && job==0 -> d_st=p_st; d_begun=p_begun }                                /* the kernel writes when it likes */
  od
}

proctype Handler(byte h) {
  byte m, s, g;
top:
  {
    skip;
loop: skip;
    d_step { s=0; m=0 };
    do          /* a message is taken up when it could matter; whether it still does is looked at under the lock */
    :: quiet -> goto stop
    :: !quiet && p_st==NONE && !m_ok -> m=1; break                                       /* ARM */
    :: !quiet && m_st==ARMED && aArm && !aStage -> m=2; break                            /* STAGE */
    :: !quiet && LIVE(m_st) && aStage && !aDo -> m=3; break                              /* DO */
    :: !quiet && LIVE(m_st) && aDo && !aPrep -> m=4; break                               /* PREPARE */
    :: !quiet && (m_st==PREPARED || m_st==CONFIRMED || writing==CONFIRMED) && aPrep && !aConf -> m=5; break   /* COMMIT */
    :: !quiet && LIVE(m_st) && aArm -> m=6; break                                        /* ABORT */
    :: !quiet && (((m_st==CONFIRMED || p_st==CONFIRMED) && !aConf) || (p_st==REVERTED && !aRevd)) -> m=7; break    /* STATUS */
    :: !quiet && m_st==CONFIRMED && aPrep && !aConf -> m=9; break                        /* REVERT: another voter is proven to have reverted */
    :: !quiet && m_st==CONFIRMED && aConf && !revOrdered -> m=10; break                  /* SEAL */
    od;
#ifdef BUG_READUNSYNCED
    if :: m==7 -> d_step { if :: p_st==CONFIRMED -> aConf=1 :: else fi }; goto out :: else fi;
#endif
    LOCK(h);
    if :: m!=6 && m!=7 -> settle() :: else fi;
#ifndef BUG_NODECIDING
    if :: m==6 && DECIDING -> settle() :: else fi;
#endif
    load();
    if
    :: m==1 && s==NONE ->
         if :: job==0 -> skip :: job!=0 -> goto out fi;         /* its files are written first, after whatever is under way */
#ifdef BUG_ARMUNIT
         save(ARMED, 0); if :: unit=1 DIE fi; if :: grun=1 DIE fi;
#else
         unit=1;
#ifdef BUG_ARMSTART
         if :: true DIE fi; save(ARMED, 0); if :: grun=1 DIE fi;
#else
         if :: grun=1 DIE fi;
         save(ARMED, 0);
#endif
#endif
         if :: aArm=1 DIE fi
    :: m==2 && s==ARMED && SAMEBOOT ->
#ifdef BUG_EARLYREPLY
         aStage=1; m_undo=1; d_step { jres=0; job=STAGE }; if :: jres!=0 DIE fi
#else
         if :: job==0 -> skip :: job!=0 && MAYDIE -> goto out fi;
         d_step { jres=0; job=STAGE };
         if :: jres==1 -> m_undo=1; aStage=1 :: jres==2 -> goto out DIE fi
#endif
    :: m==3 && s==ARMED && SAMEBOOT && m_undo ->
#ifdef BUG_NOBEGINSYNC
         d_step { m_st=BEGUN; m_begun=1 };
#else
         save(BEGUN, 1);
#endif
#ifdef BUG_SPAWNLATE
         UNLOCK(h); rn=1
#else
         if :: rn=1 DIE fi
#endif
    :: m==3 && s==DONE -> aDo=1
    :: m==4 && (s==DONE || s==PREPARED) && SAMEBOOT ->
         if :: s==DONE ->
#ifdef BUG_EARLYREPLY
              d_step { m_st=PREPARED; aPrep=1 }; save(PREPARED, 1)
#else
              save(PREPARED, 1); if :: aPrep=1 DIE fi
#endif
            :: s==PREPARED -> aPrep=1
         fi
    :: m==5 && s==PREPARED && SAMEBOOT ->
#ifdef BUG_EARLYREPLY
         d_step { m_st=CONFIRMED; aConf=1 }; save(CONFIRMED, 1)
#else
         save(CONFIRMED, 1); if :: reallyrebooted -> wrongboot=1 :: else fi; if :: aConf=1 DIE fi
#endif
    :: m==5 && s==CONFIRMED -> aConf=1
    :: m==6 && LIVE(s) -> turn()
    :: m==7 && s==CONFIRMED && writing!=REV -> aConf=1
    :: m==7 && s==REVERTED -> aRevd=1
    :: m==9 && s==CONFIRMED && !aConf -> revOrdered=1;
#ifdef BUG_MEMCONFIRMED
         turn()
#else
         save(REV, 1)
#endif
    :: m==10 && s==CONFIRMED && aConf -> save(SEALED, 1); endclean()
    :: else
    fi;
out: skip; UNLOCK(h); goto loop;
stop: skip; UNLOCK(h);
endh: (gen!=g)
  } unless { gen!=g };
  d_step { g=gen; s=0; m=0 };
  goto top
}

proctype Step() {              /* in a control group of its own */
end:
  do
  :: d_step { rn==1 -> parts=parts|1; rn=2 }
  :: d_step { rn==2 -> parts=parts|2; rn=3 }
  :: atomic { rn==3 && FREE && job==0 && writing==0 -> rn=0; if :: m_ok && m_st==BEGUN -> d_step { m_st=DONE; p_st=DONE; d_st=DONE; aDo=1 } :: else fi }
  od
}

#ifdef BUG_BOOTPREP
#define WAKE !(rebooted && m_st==PREPARED)
#else
#define WAKE 1
#endif
#ifdef BUG_READDISK
#define READABLE (!stall)
#else
#define READABLE 1
#endif
#define UP (grun && WAKE)
#ifdef BUG_FILLUNSYNCED
#define FILLSYNC skip
#else
#define FILLSYNC d_st=p_st; d_begun=p_begun
#endif
#ifdef BUG_PUBLISHTWICE
#define SETTLES (!pub)
#else
#define SETTLES 1
#endif
#define DISK (job==0 && !stall)        /* what needs the disk is tried when that answers: trying in vain is no step */
#ifdef BUG_DISKFIRST
#define TURNS (DISK && !noroom)
#else
#define TURNS 1
#endif
proctype Guard() {
  byte s, g; bit k, undone;
top:
  {
    skip;
again:
end:
    do
    :: d_step { UP && !m_ok && !stall && lck==0 -> FILLSYNC; m_st=p_st; m_begun=p_begun; m_undo=d_undo; m_ok=1 }     /* after a boot */
    :: UP && m_ok && writing!=0 && (written || DISK) && SETTLES -> LOCK(3); settle(); UNLOCK(3)
    :: UP && m_ok && unsaved && DISK -> LOCK(3); if :: job==0 && unsaved -> job=FOLLOW :: else fi; UNLOCK(3)
    :: UP && m_ok && LIVE(m_st) && MAYLAPSE && TURNS ->                                 /* deadline, lease, probe, expiry, boot */
         LOCK(3); s=m_st; if :: LIVE(s) && MAYLAPSE -> turn() :: else fi; UNLOCK(3)
#ifdef BUG_BOOTCONF
    :: UP && m_ok && m_st==CONFIRMED && rebooted -> LOCK(3); turn(); UNLOCK(3)
#endif
    :: UP && m_ok && m_st==REV && !undone && READABLE ->
#ifndef BUG_NOKILL
         rn=0;                                                 /* the step is killed, and waited for */
#endif
         if :: m_begun && m_undo -> parts=parts & 1; parts=0 :: else fi;
         undone=1
    :: UP && m_ok && m_st==REV && undone && DISK && !noroom && SETTLES ->
         LOCK(3); settle();
#ifdef BUG_ENDORDER
         unit=0; d_undo=0;
#endif
         if :: m_ok && m_st==REV -> save(REVERTED, m_begun); endclean() :: else fi;
         undone=0; UNLOCK(3)
    :: UP && m_ok && m_st==NONE && lck==0 && writing==0 && DISK ->                      /* an arming cut short */
         LOCK(3); if :: m_st==NONE && p_st==NONE && writing==0 -> endclean() :: m_st==NONE && p_st!=NONE -> m_ok=0 :: else fi; UNLOCK(3)
    :: UP && m_ok && (m_st==REVERTED || m_st==SEALED) && DISK && SETTLES ->
         LOCK(3); settle(); if :: m_st==REVERTED || m_st==SEALED -> endclean() :: else fi; UNLOCK(3)
    od;
out: skip; UNLOCK(3); goto again        /* the disk does not answer: tried again */
  } unless { gen!=g || gk!=k };
  d_step { g=gen; k=gk; s=0; undone=0; if :: lck==3 -> lck=0 :: else fi };
  goto top
}

inline boots() { gen++; rn=0; lck=0; job=0; jres=0; writing=0; written=0; unsaved=0; pub=0; m_ok=0; m_st=0; m_begun=0; m_undo=0; grun=unit;
       reallyrebooted=(p_st!=NONE); stall=0 }
proctype World() {
end:
  do
  :: d_step { !quiet && gen<CRASHES -> p_st=d_st; p_begun=d_begun; boots(); rebooted=(d_st!=NONE) }          /* power cut */
  :: d_step { !quiet && gen<CRASHES -> boots();                                                              /* the container is started again */
#ifndef BUG_BOOTID
       rebooted=(p_st!=NONE)
#endif
     }
#ifdef GKILLS
  :: d_step { !quiet && gk==0 -> gk=1 }
  :: d_step { !quiet && job!=0 && gk==0 -> job=0; gk=1 }      /* the disk worker is killed */
#endif
#ifdef STALL
  :: d_step { !quiet && !stall && !noroom && gen==0 -> stall=1 }
  :: d_step { stall -> stall=0; noroom=1 }                      /* it answers, and has no room */
  :: d_step { !quiet && noroom -> noroom=0 }
#endif
  :: d_step { !quiet -> quiet=1 } -> break
  od
}

#define GUARDON (unit && d_undo && d_begun && (d_st==BEGUN || d_st==DONE || d_st==PREPARED || d_st==REV || d_st==CONFIRMED))
#define KEPT(x) (x==CONFIRMED || x==SEALED)
proctype Monitor() {
end:
  do
  :: parts!=0 && !KEPT(d_st) && !GUARDON -> assert(false)        /* a change without its undo and a guard on the disk */
  :: m_ok && KEPT(m_st) && parts!=3 -> assert(false)             /* it says confirmed, and is not whole */
  :: aConf && !revOrdered && !(parts==3 && KEPT(p_st) && KEPT(d_st)) -> assert(false)
  :: (d_st==REVERTED || aRevd) && parts!=0 -> assert(false)
  :: aArm && (p_st==NONE || (p_st==ARMED && !unit)) -> assert(false)
  :: wrongboot -> assert(false)                                  /* confirmed what was looked at in another boot */
  :: timeout ->
       if
       :: !stall && !noroom ->                                     /* nothing is stuck */
            assert((p_st==NONE && parts==0) || p_st==CONFIRMED || p_st==SEALED || (p_st==REVERTED && parts==0));
            assert(p_st==CONFIRMED || p_st==NONE || !unit)       /* NONE: an arming cut short, cleaned by ABORT or at boot */
       :: else ->                                                /* whatever the disk does: undone, or decided */
            assert(!m_ok || DECIDING || m_st==NONE || KEPT(m_st) || m_st==REVERTED || (m_st==REV && parts==0))
       fi;
       break
  od
}
init { atomic { run Monitor(); run World(); run Disk(); run Guard(); run Step(); run Handler(1);
#ifdef H2
  run Handler(2)
#endif
} }
