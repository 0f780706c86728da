package io.safeops.run;

import io.safeops.run.control.RunClient;
import io.safeops.run.control.RunServer;
import io.safeops.run.coordinate.Journal;
import io.safeops.run.coordinate.OperatorCommandQueue;
import io.safeops.run.event.RunEvent;
import io.safeops.run.execute.BlockingCalls;
import io.safeops.run.store.FileJournal;
import io.safeops.transport.thread.BlockingThreads;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;

/**
 * What is around a run, in a process of its own with few file descriptors or few threads: it takes
 * all there are, says so, and gives them back when it is told to.
 */
final class StarvedRun {

  private StarvedRun() {}

  /**
   * @param argv its directory, and {@code files} or {@code threads}
   */
  public static void main(String[] argv) throws Exception {
    Path directory = Path.of(argv[0]);
    EventLoop loop = new EventLoop();
    OperatorCommandQueue operatorCommandQueue = new OperatorCommandQueue();
    try (FileJournal file = FileJournal.open(directory.resolve("journal"), Clock.systemUTC());
        RunServer server =
            RunServer.open(directory.resolve("socket"), loop, operatorCommandQueue)) {
      Journal journal = file.withListener(server::tell);
      journal.write(new RunEvent.Armed("armed", Optional.empty()));
      // A run has loaded its classes before it arms; these come from files.
      isRefused();
      RunClient first = RunClient.connect(directory.resolve("socket"));
      first.next();
      Runnable giveBack = argv[1].equals("files") ? takeFiles() : takeThreads();
      System.out.println("starved");
      // What is done meanwhile fails, and ends nothing.
      journal.write(new RunEvent.Note("journaled all the same"));
      System.out.println(isRefused() ? "refused" : "done");
      if (System.in.read() < 0) {
        return;
      }
      giveBack.run();
      loop.await(
          () -> {
            operatorCommandQueue.take().ifPresent(word -> word.done("taken"));
            return false;
          },
          Duration.ofMinutes(5));
    }
  }

  /** Whether work away from the loop, which needs a file and a thread, cannot be done. */
  private static boolean isRefused() {
    ExecutorService pool = BlockingThreads.pool("node");
    return BlockingCalls.call(pool, StarvedRun::readNothing).handle((done, no) -> no).join()
        != null;
  }

  private static int readNothing() throws IOException {
    try (FileInputStream file = new FileInputStream("/dev/null")) {
      return file.read();
    }
  }

  private static Runnable takeFiles() {
    List<FileInputStream> files = new ArrayList<>();
    try {
      while (true) {
        files.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException none) {
      return () -> files.forEach(StarvedRun::close);
    }
  }

  private static void close(FileInputStream file) {
    try {
      file.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Runnable takeThreads() {
    CountDownLatch over = new CountDownLatch(1);
    try {
      while (true) {
        Thread thread = new Thread(() -> awaitQuietly(over));
        thread.setDaemon(true);
        thread.start();
      }
    } catch (OutOfMemoryError none) {
      return over::countDown;
    }
  }

  private static void awaitQuietly(CountDownLatch over) {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
