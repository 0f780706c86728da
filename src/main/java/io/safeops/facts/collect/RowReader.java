package io.safeops.facts.collect;

import io.safeops.document.FactException;
import io.safeops.document.Printable;
import io.safeops.facts.collect.Sections.Section;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.model.WholeRow;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovsdb.OvsdbRow;
import io.safeops.facts.ovsdb.OvsdbSchema;
import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.Result;
import io.safeops.transport.ShellQuote;
import io.safeops.transport.TransportException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Reads single rows with their whole configuration and with all references to them. It needs two
 * requests to a database, whatever its size: the first for the schema and the rows, the second for
 * the rows that refer to these and for those that these refer to.
 */
public final class RowReader {

  private static final String SCRIPT = script();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ExecutorService executor;
  private final FactsCollector.Connections connections;
  private final Duration timeout;

  /**
   * @param timeout for one request; every command in it has a timeout of five seconds
   */
  public RowReader(
      ExecutorService executor, FactsCollector.Connections connections, Duration timeout) {
    this.executor = executor;
    this.connections = connections;
    this.timeout = timeout;
  }

  /**
   * The cluster with the present content of these rows, and no other rows. A row that cannot be
   * read says why.
   *
   * @param cluster shows which node to ask for the Northbound and the Southbound
   */
  public Cluster read(Collection<RowKey> keys, Cluster cluster) throws InterruptedException {
    Map<String, List<RowKey>> asked = new TreeMap<>();
    for (RowKey key : new TreeSet<>(keys)) {
      asked.computeIfAbsent(key.database() + " " + key.node(), any -> new ArrayList<>()).add(key);
    }
    List<Callable<List<WholeRow>>> work = new ArrayList<>();
    asked.values().forEach(rows -> work.add(() -> rows(rows, cluster)));
    List<WholeRow> rows = new ArrayList<>();
    for (Future<List<WholeRow>> future : executor.invokeAll(work)) {
      try {
        rows.addAll(future.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("reading rows failed", e.getCause());
      }
    }
    return cluster.withRows(rows);
  }

  private List<WholeRow> rows(List<RowKey> keys, Cluster cluster) {
    RowKey one = keys.get(0);
    Optional<String> place =
        one.isOfNode()
            ? Optional.of(one.node())
            : (one.isNorthbound() ? cluster.northbound() : cluster.southbound())
                .filter(each -> each.problem().isEmpty())
                .map(DatabaseStatus::node);
    if (place.isEmpty()) {
      return unread(
          keys, "the " + (one.isNorthbound() ? "Northbound" : "Southbound") + " was not read");
    }
    try {
      RowQueries questions = new RowQueries(keys);
      String database = questions.database();
      Sections first = ask(place.get(), database, true, questions.first());
      questions.found(
          OvsdbSchema.of(output(database, first, "schema")),
          OvsdbRow.tables(database, output(database, first, "rows"), keys.size()));
      if (questions.count() > 0) {
        Sections second = ask(place.get(), database, false, questions.second());
        questions.related(
            OvsdbRow.tables(database, output(database, second, "rows"), questions.count()));
      }
      return questions.rows();
    } catch (TransportException | FactException e) {
      return unread(keys, Objects.toString(e.getMessage(), "no reason given"));
    }
  }

  private static List<WholeRow> unread(List<RowKey> keys, String why) {
    return keys.stream().map(key -> WholeRow.unread(key, why)).toList();
  }

  private Sections ask(String node, String database, boolean schema, String query)
      throws TransportException, FactException {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    String marker = "safeops-" + HexFormat.of().formatHex(random);
    String text =
        "MARK="
            + marker
            + " DATABASE="
            + database
            + " SCHEMA="
            + (schema ? 1 : 0)
            + " QUERY="
            + ShellQuote.word(query)
            + "\n"
            + SCRIPT;
    Connection connection = connections.to(node);
    Result result =
        connection.run(Command.of("/bin/sh", "-s"), text.getBytes(StandardCharsets.UTF_8), timeout);
    if (result.exit() != 0) {
      throw new FactException(
          NodeFacts.failure(database, new Section("", result.exit(), result.errorText().trim())));
    }
    return Sections.of(marker, result.outputText(), result.errorText());
  }

  private static String output(String database, Sections sections, String name)
      throws FactException {
    Section section = sections.get(name);
    if (section.exit() == 126 || section.exit() == 127) {
      throw new FactException(
          database
              + " could not be read: "
              + (section.exit() == 126 ? "it has no socket here" : "ovsdb-client is missing"));
    }
    if (section.exit() != 0) {
      throw new FactException(Printable.line(NodeFacts.failure(database, section)));
    }
    return section.output();
  }

  private static String script() {
    try (InputStream in = RowReader.class.getResourceAsStream("rows.sh")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
