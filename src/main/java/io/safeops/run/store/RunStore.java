package io.safeops.run.store;

import io.safeops.document.HomeDirectory;
import io.safeops.run.execute.ApiUndoStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The runs on the operator's machine: one directory each, 0700, with journal, request, facts and
 * socket. They are under {@code $XDG_STATE_HOME/safeops/runs}, by default {@code
 * ~/.local/state/safeops/runs}.
 */
public final class RunStore {

  private static final DateTimeFormatter ID_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

  private final Path root;

  public RunStore(Path root) {
    this.root = root;
  }

  /** The store of the user whose environment this is. */
  public static RunStore ofUser() {
    return new RunStore(HomeDirectory.stateOfProcess().resolve("safeops/runs"));
  }

  /**
   * Creates the directory of a new run.
   *
   * @return the run's id
   * @throws IOException when the store is not the user's own, is a symbolic link, or cannot be
   *     written
   */
  public String create(Clock clock, RandomGenerator random) throws IOException {
    var onlyMine =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(root, onlyMine);
    if (Files.isSymbolicLink(root)
        || !Files.getPosixFilePermissions(root, LinkOption.NOFOLLOW_LINKS)
            .equals(PosixFilePermissions.fromString("rwx------"))) {
      throw new IOException(root + " must be a directory of yours with mode 0700, not a link");
    }
    StringBuilder id = new StringBuilder(ID_TIME.format(clock.instant())).append('-');
    for (int i = 0; i < 4; i++) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    Files.createDirectory(root.resolve(id.toString()), onlyMine);
    return id.toString();
  }

  /** Ids of all runs, newest first. */
  public List<String> ids() throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> directories = Files.list(root)) {
      return directories
          .filter(Files::isDirectory)
          .map(directory -> directory.getFileName().toString())
          .filter(this::has)
          .sorted(java.util.Comparator.reverseOrder())
          .toList();
    }
  }

  public boolean has(String run) {
    return run.matches("[a-z0-9][a-z0-9-]{0,63}") && Files.isDirectory(root.resolve(run));
  }

  public Path journal(String run) {
    return root.resolve(run).resolve("journal.jsonl");
  }

  /** How the run was asked for. */
  public Path request(String run) {
    return root.resolve(run).resolve("request.json");
  }

  /** The facts that the operator's review was made on; the run looks for what changed since. */
  public Path reviewedFacts(String run) {
    return root.resolve(run).resolve("reviewed-facts.json");
  }

  /** The facts before the first step: an undo must restore these, within the footprint. */
  public Path facts(String run) {
    return root.resolve(run).resolve("facts.json");
  }

  /** The part of the cluster that the run reads or writes. */
  public Path footprint(String run) {
    return root.resolve(run).resolve("footprint.json");
  }

  /** Whether the run changed something that only a recovery on this machine can undo. */
  public boolean isUndoneOnlyHere(String run) {
    return undo(run).mayHoldAny();
  }

  /** The undo of the changes that the run makes through an API. */
  public ApiUndoStore undo(String run) {
    return new ApiUndoStore(root.resolve(run));
  }

  /** What the run process printed; empty unless safeops itself failed. */
  public Path log(String run) {
    return root.resolve(run).resolve("log");
  }

  /** From here the launcher reads the path of the run's program. */
  Path programPath(String run) {
    return root.resolve(run).resolve("program.path");
  }

  /** From here the launcher reads the path of the run's Java. */
  Path javaPath(String run) {
    return root.resolve(run).resolve("java.path");
  }

  /** A copy of the program, where the build has no folder of its own. */
  Path program(String run) {
    return root.resolve(run).resolve("program");
  }

  public Path socket(String run) {
    return root.resolve(run).resolve("socket");
  }
}
