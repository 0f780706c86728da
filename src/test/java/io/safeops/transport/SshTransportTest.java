package io.safeops.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.safeops.transport.TransportException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening connections against a real server: host keys, logins, ways through. */
class SshTransportTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final KeyPair HOST = Keys.ecdsa();
  private static final KeyPair USER = Keys.ed25519();

  @TempDir Path dir;
  private SshServerFixture server;
  private Path identity;
  private Path knownHosts;

  @BeforeEach
  void start() throws IOException {
    server = new SshServerFixture(HOST, USER.getPublic());
    identity = Keys.write(dir.resolve("id"), USER);
    knownHosts = Files.writeString(dir.resolve("known_hosts"), server.knownHostsLine());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private SshSettings settings() {
    return SshSettings.of("ops", "127.0.0.1")
        .withPort(server.port())
        .withIdentities(identity)
        .withKnownHosts(knownHosts);
  }

  private static Connection open(SshSettings settings) throws TransportException {
    return open(settings, Secrets.none());
  }

  private static Connection open(SshSettings settings, Secrets secrets) throws TransportException {
    return new SshTransport(settings, new Keyring(secrets)).open(LIMIT);
  }

  private static TransportException refused(SshSettings settings) {
    return refused(settings, Secrets.none());
  }

  private static TransportException refused(SshSettings settings, Secrets secrets) {
    TransportException failure =
        catchThrowableOfType(TransportException.class, () -> open(settings, secrets).close());
    assertThat(failure).as("a failure").isNotNull();
    return failure;
  }

  private static void answers(Connection connection) throws TransportException {
    Result result = connection.run(Command.of("echo", "hello"), new byte[0], LIMIT);
    assertThat(result.outputText()).isEqualTo("hello\n");
    assertThat(result.exit()).isZero();
  }

  @Test
  void logsInWithAnIdentityFileOfEachType() throws Exception {
    for (KeyPair pair : List.of(Keys.ed25519(), Keys.rsa(), Keys.ecdsa())) {
      try (SshServerFixture other = new SshServerFixture(Keys.rsa(), pair.getPublic())) {
        Path hosts = Files.writeString(dir.resolve("kh"), other.knownHostsLine());
        SshSettings settings =
            settings()
                .withPort(other.port())
                .withKnownHosts(hosts)
                .withIdentities(Keys.write(dir.resolve("key"), pair));
        try (Connection connection = open(settings)) {
          answers(connection);
        }
      }
    }
  }

  @Test
  void anUnknownHostKeyIsRefusedAndTheMessageNamesFilesAndFingerprint() throws Exception {
    Path empty = Files.createFile(dir.resolve("empty"));
    Path absent = dir.resolve("absent");
    TransportException failure = refused(settings().withKnownHosts(empty, absent));
    assertThat(failure.kind()).isEqualTo(Kind.HOST_KEY);
    assertThat(failure)
        .hasMessageContaining("unknown")
        .hasMessageContaining(empty.toString())
        .hasMessageContaining(absent.toString())
        .hasMessageContaining(fingerprint(HOST));
    assertThat(Files.size(empty)).isZero();
    assertThat(absent).doesNotExist();
    assertThat(server.users).isEmpty();
  }

  @Test
  void aChangedHostKeyIsRefusedAndTheMessageNamesLineAndBothFingerprints() throws Exception {
    KeyPair other = Keys.ecdsa();
    Files.writeString(
        knownHosts,
        "# a comment\n"
            + SshServerFixture.knownHostsLine("[127.0.0.1]:" + server.port(), other.getPublic()));
    TransportException failure = refused(settings());
    assertThat(failure.kind()).isEqualTo(Kind.HOST_KEY);
    assertThat(failure)
        .hasMessageContaining("CHANGED")
        .hasMessageContaining(knownHosts + ":2")
        .hasMessageContaining(fingerprint(other))
        .hasMessageContaining(fingerprint(HOST));
  }

  @Test
  void aRevokedHostKeyIsRefusedThoughAnotherLineTrustsIt() throws Exception {
    Files.writeString(
        knownHosts,
        server.knownHostsLine() + "@revoked * " + server.knownHostsLine().split(" ", 2)[1]);
    assertThat(refused(settings())).hasMessageContaining("revoked by " + knownHosts + ":2");
  }

  @Test
  void aHostKeyForAnotherPortIsNotTaken() throws Exception {
    Files.writeString(
        knownHosts,
        SshServerFixture.knownHostsLine("127.0.0.1", HOST.getPublic())
            + SshServerFixture.knownHostsLine("[127.0.0.1]:1", HOST.getPublic()));
    assertThat(refused(settings()).kind()).isEqualTo(Kind.HOST_KEY);
  }

  @Test
  void theSecondFileAndHashedNamesAreRead() throws Exception {
    Path second = dir.resolve("hashed");
    Files.writeString(
        second,
        SshServerFixture.knownHostsLine(
            HostPatternTest.hash("[127.0.0.1]:" + server.port()), HOST.getPublic()));
    try (Connection connection =
        open(settings().withKnownHosts(Files.createFile(dir.resolve("first")), second))) {
      answers(connection);
    }
  }

  @Test
  void aRefusedKeyIsDeniedInWords() throws Exception {
    Path other = Keys.write(dir.resolve("other"), Keys.ed25519());
    TransportException failure = refused(settings().withIdentities(other, dir.resolve("missing")));
    assertThat(failure.kind()).isEqualTo(Kind.DENIED);
    assertThat(failure)
        .hasMessageContaining("ssh ops@127.0.0.1")
        .hasMessageContaining(other.toString())
        .hasMessageContaining("missing (no such file)")
        .hasMessageContaining("publickey");
  }

  @Test
  void withoutAnyKeyTheMessageSaysWhatIsMissing() throws Exception {
    SshSettings none =
        SshSettings.of("ops", "127.0.0.1").withPort(server.port()).withKnownHosts(knownHosts);
    assertThat(refused(none))
        .hasMessageContaining("no key to log in with")
        .hasMessageContaining("no identity file and no agent");
  }

  @Test
  void thePassphraseOfAnEncryptedKeyIsAskedOnceForAllConnections() throws Exception {
    Path locked = Keys.write(dir.resolve("locked"), USER, "open sesame");
    AtomicInteger asked = new AtomicInteger();
    Keyring keyring =
        new Keyring(
            file -> {
              assertThat(file).isEqualTo(locked);
              asked.incrementAndGet();
              return "open sesame".toCharArray();
            });
    for (int i = 0; i < 3; i++) {
      try (Connection connection =
          new SshTransport(settings().withIdentities(locked), keyring).open(LIMIT)) {
        answers(connection);
      }
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void connectionsOpenedAtOnceShareTheOneAnswer() throws Exception {
    Path locked = Keys.write(dir.resolve("locked"), USER, "open sesame");
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch typing = new CountDownLatch(1);
    Keyring keyring =
        new Keyring(
            file -> {
              asked.incrementAndGet();
              try {
                assertThat(typing.await(700, TimeUnit.MILLISECONDS)).isFalse();
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
              return "open sesame".toCharArray();
            });
    SshTransport transport = new SshTransport(settings().withIdentities(locked), keyring);
    SshTransport needsNone = new SshTransport(settings().withIdentities(locked, identity), keyring);
    Parallel.Task<SshTransport, Boolean> open =
        way -> {
          try (Connection connection = way.open(Duration.ofSeconds(5))) {
            answers(connection);
            return true;
          }
        };
    var outcomes = new Parallel(4).run(List.of(transport, transport, needsNone, transport), open);
    assertThat(outcomes).allSatisfy(o -> assertThat(o).isInstanceOf(Parallel.Done.class));
    assertThat(asked).hasValue(1);
  }

  @Test
  void aWrongPassphraseIsNotAskedForAgain() throws Exception {
    Path locked = Keys.write(dir.resolve("locked"), USER, "open sesame");
    AtomicInteger asked = new AtomicInteger();
    Keyring keyring =
        new Keyring(
            file -> {
              asked.incrementAndGet();
              return "guess".toCharArray();
            });
    SshTransport transport = new SshTransport(settings().withIdentities(locked), keyring);
    for (int i = 0; i < 2; i++) {
      TransportException failure =
          catchThrowableOfType(TransportException.class, () -> transport.open(LIMIT));
      assertThat(failure.kind()).isEqualTo(Kind.DENIED);
      assertThat(failure).hasMessageContaining("wrong passphrase");
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void noPassphraseIsAskedWhenAnotherKeyIsAccepted() throws Exception {
    Path locked = Keys.write(dir.resolve("locked"), Keys.ed25519(), "open sesame");
    Secrets nobody =
        file -> {
          throw new AssertionError("asked for " + file);
        };
    try (Connection connection = open(settings().withIdentities(locked, identity), nobody)) {
      answers(connection);
    }
  }

  @Test
  void anEncryptedKeyWithNobodyToAskIsDeniedInWords() throws Exception {
    Path locked = Keys.write(dir.resolve("locked"), USER, "open sesame");
    assertThat(refused(settings().withIdentities(locked)))
        .hasMessageContaining("passphrase is needed and there is nobody to ask");
  }

  @Test
  void theAgentSignsWithEachTypeOfKey() throws Exception {
    for (KeyPair pair : List.of(Keys.ed25519(), Keys.rsa(), Keys.ecdsa())) {
      Path socket = Files.createTempDirectory("agent").resolve("socket");
      try (SshServerFixture other = new SshServerFixture(HOST, pair.getPublic());
          AgentFixture agent = new AgentFixture(socket, Keys.rsa(), pair)) {
        Path hosts = Files.writeString(dir.resolve("kh"), other.knownHostsLine());
        SshSettings settings =
            SshSettings.of("ops", "127.0.0.1")
                .withPort(other.port())
                .withKnownHosts(hosts)
                .withAgent(socket);
        try (Connection connection = open(settings)) {
          answers(connection);
        }
        assertThat(agent.signatures).hasValue(1);
      } finally {
        Files.deleteIfExists(socket);
        Files.delete(socket.getParent());
      }
    }
  }

  @Test
  void ofManyAgentKeysTheOneBesideAnIdentityFileIsOfferedFirst() throws Exception {
    Path socket = Files.createTempDirectory("agent").resolve("socket");
    Keys.writePublic(dir.resolve("mine"), USER);
    KeyPair[] many = new KeyPair[9];
    for (int i = 0; i < 8; i++) {
      many[i] = Keys.ecdsa();
    }
    many[8] = USER;
    try (AgentFixture agent = new AgentFixture(socket, many);
        Connection connection =
            open(settings().withIdentities(dir.resolve("mine")).withAgent(socket))) {
      answers(connection);
      assertThat(agent.signatures).hasValue(1);
    } finally {
      Files.deleteIfExists(socket);
      Files.delete(socket.getParent());
    }
  }

  @Test
  void anAgentThatIsNotThereDoesNotStopTheIdentityFile() throws Exception {
    try (Connection connection = open(settings().withAgent(dir.resolve("no-agent")))) {
      answers(connection);
    }
  }

  @Test
  void goesThroughAJumpHostWhichIsCheckedToo() throws Exception {
    KeyPair bastionHost = Keys.rsa();
    KeyPair bastionUser = Keys.ecdsa();
    try (SshServerFixture bastion = new SshServerFixture(bastionHost, bastionUser.getPublic())) {
      Path hosts = dir.resolve("bastion_hosts");
      Files.writeString(hosts, bastion.knownHostsLine());
      SshSettings jump =
          SshSettings.of("door", "127.0.0.1")
              .withPort(bastion.port())
              .withKnownHosts(hosts)
              .withIdentities(Keys.write(dir.resolve("bastion"), bastionUser));
      try (Connection connection = open(settings().withJump(jump))) {
        answers(connection);
        assertThat(bastion.users).contains("door");
        assertThat(server.users).contains("ops");
      }
      Files.writeString(hosts, "");
      TransportException failure = refused(settings().withJump(jump));
      assertThat(failure.kind()).isEqualTo(Kind.HOST_KEY);
      assertThat(failure).hasMessageContaining("ssh door@127.0.0.1");

      Files.writeString(hosts, bastion.knownHostsLine());
      assertThat(refused(settings().withPort(1).withJump(jump)).kind()).isEqualTo(Kind.UNREACHABLE);
      Eventually.holds(() -> bastion.sessions() == 0);
    }
  }

  @Test
  void goesThroughAProxyCommandAndEndsItOnClose() throws Exception {
    SshSettings settings = settings().withProxyCommand(NetCat.argv().toArray(String[]::new));
    List<ProcessHandle> before = ProcessHandle.current().children().toList();
    try (Connection connection = open(settings)) {
      answers(connection);
      assertThat(children(before)).hasSize(1);
    }
    Eventually.holds(() -> children(before).isEmpty());
  }

  private static List<ProcessHandle> children(List<ProcessHandle> before) {
    return ProcessHandle.current()
        .children()
        .filter(child -> !before.contains(child) && child.isAlive())
        .filter(SshTransportTest::isNetCat)
        .toList();
  }

  /** Other tests of this process start programs of their own meanwhile. */
  private static boolean isNetCat(ProcessHandle child) {
    return child.info().commandLine().orElse("").contains(NetCat.class.getName());
  }

  @Test
  void muchGoesBothWaysAtOnceThroughARelayThatDoesOneThingAtATime() throws Exception {
    byte[] much = new byte[12_000_000];
    new Random(5).nextBytes(much);
    List<String> relay = new ArrayList<>(NetCat.argv());
    relay.add("one-thread");
    try (Connection connection = open(settings().withProxyCommand(relay.toArray(String[]::new)))) {
      assertThat(connection.run(Command.of("cat"), much, LIMIT).output()).isEqualTo(much);
    }
  }

  @Test
  void hostKeysBehindAProxyCommandAreCheckedByTheNodesOwnPort() throws Exception {
    Files.writeString(knownHosts, "");
    TransportException failure =
        refused(settings().withProxyCommand(NetCat.argv().toArray(String[]::new)));
    assertThat(failure.kind()).isEqualTo(Kind.HOST_KEY);
    assertThat(failure).hasMessageContaining("[127.0.0.1]:" + server.port());
  }

  @Test
  void aFailingProxyCommandTellsItsLastWords() {
    TransportException failure =
        refused(
            settings().withProxyCommand("/bin/sh", "-c", "echo no way to $0 >&2; exit 3", "%h"));
    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure)
        .hasMessageContaining("ended with status 3")
        .hasMessageContaining("no way to 127.0.0.1");
  }

  @Test
  void aProxyCommandThatDoesNotExistIsNamed() {
    assertThat(refused(settings().withProxyCommand("/no/such/program")))
        .hasMessageContaining("proxy command cannot be started")
        .hasMessageContaining("/no/such/program");
  }

  @Test
  void aSilentProxyCommandIsGivenUpAtTheTimeoutAndKilled() {
    List<ProcessHandle> before = ProcessHandle.current().children().toList();
    SshTransport transport =
        new SshTransport(
            settings().withProxyCommand("/bin/sh", "-c", "echo waiting >&2; sleep 60"),
            new Keyring(Secrets.none()));
    TransportException failure =
        catchThrowableOfType(
            TransportException.class, () -> transport.open(Duration.ofMillis(700)));
    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure)
        .hasMessageContaining("no success within 700 ms while exchanging keys")
        .hasMessageContaining("waiting");
    Eventually.holds(() -> children(before).isEmpty());
  }

  @Test
  void aClosedPortIsUnreachable() throws Exception {
    int port = server.port();
    server.close();
    TransportException failure = refused(settings().withPort(port));
    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure).hasMessageContaining("connection refused");
  }

  @Test
  void aNodeThatStopsAnsweringIsGivenUpAtTheTimeout() throws Exception {
    try (Cable cable = new Cable(server.port())) {
      cable.goSilent();
      SshTransport transport =
          new SshTransport(settings().withPort(cable.port()), new Keyring(Secrets.none()));
      long start = System.nanoTime();
      TransportException failure =
          catchThrowableOfType(
              TransportException.class, () -> transport.open(Duration.ofMillis(500)));
      assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void commandsOfASudoUserRunThroughSudoAndKeepTheSessionsAddresses() throws Exception {
    Path sudo = fakeSudo("shift 2; exec \"$@\"");
    try (Connection connection = open(settings().withSudo(true))) {
      Result result =
          connection.run(
              Command.of("/bin/sh", "-c", "echo \"$SSH_CONNECTION\"; printf %s \"$1\"", "x", "a'b"),
              new byte[0],
              LIMIT);
      assertThat(result.outputText()).isEqualTo("198.51.100.7 4242 192.0.2.12 22\na'b");
    } finally {
      Files.delete(sudo);
    }
  }

  @Test
  void sudoThatWantsAPasswordIsDeniedWhenOpening() throws Exception {
    Path sudo = fakeSudo("echo 'sudo: a password is required' >&2; exit 1");
    try {
      TransportException failure = refused(settings().withSudo(true));
      assertThat(failure.kind()).isEqualTo(Kind.DENIED);
      assertThat(failure)
          .hasMessageContaining("a password is required")
          .hasMessageContaining("ops ALL=(root) NOPASSWD: ALL");
      Eventually.holds(() -> server.sessions() == 0);
    } finally {
      Files.delete(sudo);
    }
  }

  /** Puts a sudo of our own where the server's shell finds it first. */
  private Path fakeSudo(String body) throws IOException {
    Path sudo = dir.resolve("sudo");
    Files.writeString(sudo, "#!/bin/sh\n" + body + "\n", StandardCharsets.UTF_8);
    assertThat(sudo.toFile().setExecutable(true)).isTrue();
    server.pathPrefix(dir);
    return sudo;
  }

  private static String fingerprint(KeyPair pair) {
    return org.apache.sshd.common.config.keys.KeyUtils.getFingerPrint(pair.getPublic());
  }
}
