package io.safeops.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.Action;
import io.safeops.action.OnNodes;
import io.safeops.action.exec.CommandReader;
import io.safeops.action.file.IniKey;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No secret is in what is shown or kept. The secret is {@code hunter2}. */
class SecretMaskTest {

  private static final Cluster CLUSTER = RecordedNodes.cluster();

  private static Action file(String key, String value) {
    return new IniKey(List.of("net"), "/etc/vendor.ini", "db", key, Optional.of(value));
  }

  @ParameterizedTest
  @CsvSource({
    "password, hunter2",
    "admin_password, hunter2",
    "DB-Passwd, hunter2",
    "metadata_proxy_shared_secret, hunter2",
    "auth_token, hunter2",
    "rabbit_key, hunter2",
    "key, hunter2",
    "api-key, hunter2",
    "sasl_pass, hunter2",
    "transport_url, rabbit://openstack:hunter2@192.0.2.11:5672/",
    "transport_url, 'rabbit://a:hunter2@192.0.2.11:5672,b:hunter2@192.0.2.12:5672/'",
    "connection, mysql+pymysql://neutron:hunter2@192.0.2.11/neutron",
    "connection, mysql://neutron:p@hunter2@192.0.2.11/neutron",
    "connection, redis://:hunter2@192.0.2.11:6379",
    "anything, user=a password=hunter2",
  })
  void aValueOfAFile(String key, String value) throws Exception {
    Action action = file(key, value);
    assertThat(action.title()).doesNotContain("hunter2").contains(SecretMask.MASKED, key);
    OnNodes operation = (OnNodes) action.operation(CLUSTER);
    assertThat(operation.expect()).isNotEmpty().allSatisfy(each -> isMasked(each.description()));
    assertThat(operation.act().get("net").text()).as("what is written").contains("hunter2");
  }

  /** What is left out altogether would not hold it either. */
  private static void isMasked(String text) {
    assertThat(text).doesNotContain("hunter2").contains(SecretMask.MASKED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vendor-setup --password hunter2",
        "vendor-setup --password=hunter2",
        "vendor-setup --db-password hunter2 on",
        "vendor-setup DB_PASSWORD=hunter2",
        "vendor-setup token=hunter2",
        "vendor-setup --os-token hunter2",
        "vendor-setup --secret-key=hunter2",
        "vendor-setup mysql://root:hunter2@192.0.2.11/x",
        "env OS_PASSWORD=hunter2 vendor-setup",
        "sudo mysql -phunter2 -e x",
        "mysql -phunter2",
        "mysqldump -u root -p hunter2",
        "sshpass -p hunter2 ssh net",
        "curl -u admin:hunter2 https://192.0.2.11/",
        "curl --user admin:hunter2 https://192.0.2.11/",
        "curl -H X-Auth-Token:hunter2 https://192.0.2.11/",
        "redis-cli -a hunter2 ping",
        "openstack --os-password hunter2 router unset --external-gateway edge",
        "neutron --os-password hunter2 net-delete x",
        "nice ovs-vsctl del-br br-ex --password hunter2",
        "crudini --set /etc/neutron/neutron.conf keystone_authtoken password hunter2",
        "openstack-config --set /etc/x DEFAULT admin_password hunter2",
        "iscsiadm -m node --op update -n node.session.auth.password -v hunter2",
        "iscsiadm -m node --op update --name=node.session.auth.password --value=hunter2",
        "curl -uadmin:hunter2 https://192.0.2.11/",
        "curl --user=admin:hunter2 https://192.0.2.11/",
        "skopeo copy --src-creds=admin:hunter2 a b",
        "podman login -u admin -p hunter2 192.0.2.11",
        "mysqlcheck -phunter2 neutron",
        "mariadb-admin -phunter2 status",
        "openssl rsa -passin pass:hunter2 -in x",
        "ssh-keygen -N hunter2 -f x",
        "useradd -p hunter2 root",
        "smbclient -U admin%hunter2 //x/y",
        "snmpget -v2c -c hunter2 192.0.2.11",
        "rabbitmqctl change_password neutron hunter2",
        "rabbitmqctl add_user neutron hunter2",
        "/usr/bin/htpasswd -b /srv/x admin hunter2",
        "mount -o user=x,pass=hunter2 //x/y /mnt",
        "git clone https://hunter2hunter2hunter2@192.0.2.11/x",
        "openstack router unset --external-gateway edge --os-password hunter2",
        "vendor-setup password: hunter2",
      })
  void aCommand(String line) {
    Action action =
        CommandReader.read(
            List.of(line.split(" ")), Optional.of(List.of(line.split(" "))), List.of("net"));
    isMasked(action.title());
    assertThat(action.refusal().orElse("")).doesNotContain("hunter2");
  }

  @Test
  void wordsWithBlanksAndQuotes() {
    for (List<String> argv :
        List.of(
            List.of("vendor-setup", "--password", "it's hunter2"),
            List.of("vendor-setup", "--password=it's \"hunter2\""),
            List.of("vendor-setup", "password: 'x'hunter2"),
            List.of("curl", "-H", "Authorization: Bearer hunter2", "https://192.0.2.11/"),
            List.of("sh", "-c", "vendor-setup --password hunter2"),
            List.of("sh", "-c", "mysql -phunter2 -e x"),
            List.of("vendor-setup", "crudini --set f s password hunter2"),
            List.of("vendor-setup", "{\\\"password\\\": \\\"hunter2\\\"}"),
            List.of("curl", "-H", "Cookie: sid=hunter2", "https://192.0.2.11/"),
            List.of("vendor-setup", "{\"token\": \"hunter2\", \"a\": 1}"))) {
      isMasked(CommandReader.read(argv, Optional.empty(), List.of("net")).title());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "net: /etc/vendor.ini: [ovn] ovn_nb_connection = tcp:192.0.2.11:6641",
        "ovs-vsctl add-port br-ex eth1",
        "monkey = banana",
        "key=flow",
        "http://192.0.2.11:9696/v2.0",
        "tcp:[2001:db8::1]:6642",
      })
  void whatIsNoSecretIsShown(String text) {
    assertThat(SecretMask.text(text)).isEqualTo(text);
  }

  @Test
  void whatIsMaskedStaysAsItIs() {
    String once = SecretMask.text("vendor --password 'x y' token=z mysql://a:b@c");
    assertThat(once).isEqualTo("vendor --password MASKED token=MASKED mysql://a:MASKED@c");
    assertThat(SecretMask.text(once)).isEqualTo(once);
  }

  /** Neither time that grows with the square of the length nor stack. */
  @Test
  void aLongTextIsMaskedToo() {
    for (String part :
        List.of("a", "password", "password='", "://a:", "--token ", "'\\''", "\\'")) {
      String text = part.repeat(50_000 / part.length());
      assertThat(SecretMask.text(text)).hasSizeBetween(1, 2 * text.length());
    }
    assertThat(SecretMask.text("password='" + "a'\\''".repeat(30_000) + "hunter2'"))
        .isEqualTo("password=MASKED");
  }
}
