package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file of a place may say, and what is said about one that can't be right. */
class PlaceFileTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("LAKE_KEY_ID", "canary-key-id", "LAKE_SECRET_KEY", "canary-secret-key");

  @TempDir private Path folder;

  private Asof.Outcome tags(String text) throws IOException {
    Files.writeString(folder.resolve("place.yaml"), text);
    return new Asof(folder, ENVIRONMENT).run("lake", "tags", "--conf", "place.yaml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "line 1, key catlog: unknown key; expected one of catalog, namespace, storage, jobs"
            + "|catlog: {type: rest}",
        "key catalog is missing|namespace: market",
        "line 1, key catalog.type: 'nessie' is not valid; expected embedded, jdbc, rest, glue or"
            + " hive|catalog: {type: nessie}\\nstorage: {type: local, warehouse: wh}",
        "key catalog.type is missing|catalog: {uri: x}",
        "line 1, key catalog.url: unknown key; expected one of type, uri, warehouse, credential,"
            + " token, oauth2ServerUri, scope"
            + "|catalog: {type: rest, url: x}\\nstorage: {type: local, warehouse: wh}",
        "key catalog.uri is missing"
            + "|catalog: {type: rest}\\nstorage: {type: local, warehouse: wh}",
        "line 1, key catalog.uri: Invalid address: expected http(s)://HOST[:PORT]/PATH"
            + "|catalog: {type: rest, uri: ftp://x}\\nstorage: {type: local, warehouse: wh}",
        "line 1, key catalog.uri: Invalid address: expected thrift://HOST:PORT"
            + "|catalog: {type: hive, uri: thrift://x}\\nstorage: {type: local, warehouse: wh}",
        "key storage is missing|catalog: {type: rest, uri: http://127.0.0.1:1}",
        "line 2, key storage.type: 'hdfs' is not valid; expected local or s3"
            + "|catalog: {type: glue}\\nstorage: {type: hdfs}",
        "key storage.region (or the environment variable AWS_REGION) is missing"
            + "|catalog: {type: glue}\\nstorage: {type: s3, warehouse: s3://lake/wh}",
        "line 2, key storage.region: Invalid region 'Ireland': expected one of AWS's, such as"
            + " eu-west-1"
            + "|catalog: {type: glue}\\nstorage: {type: s3, warehouse: s3://lake/wh, region: Ireland}",
        "line 2, key storage.warehouse: Invalid warehouse '/wh': expected s3://BUCKET/PREFIX"
            + "|catalog: {type: glue}\\nstorage: {type: s3, warehouse: /wh, region: eu-west-1}",
        "line 2, key storage.encryption.type: with custom, whoever reads the lake would need the key"
            + " itself, in the properties of each catalog; expected kms, whose key never leaves AWS"
            + "|catalog: {type: glue}\\nstorage: {type: s3, warehouse: s3://lake/wh, region:"
            + " eu-west-1, encryption: {type: custom}}",
        "line 2, key storage.encryption.key: only encryption of type kms has a key"
            + "|catalog: {type: glue}\\nstorage: {type: s3, warehouse: s3://lake/wh, region:"
            + " eu-west-1, encryption: {type: s3, key: k}}",
        "line 2, key storage.accessPoints.lake: Invalid access point 'mine': expected its ARN, such"
            + " as arn:aws:s3:eu-west-1:111122223333:accesspoint/NAME"
            + "|catalog: {type: glue}\\nstorage: {type: s3, warehouse: s3://lake/wh, region:"
            + " eu-west-1, accessPoints: {lake: mine}}",
        "line 2, key storage.retries: 'many' is not valid; expected a number from 0 to 100"
            + "|catalog: {type: glue}\\nstorage: {type: s3, warehouse: s3://lake/wh, region:"
            + " eu-west-1, retries: many}",
        "line 2, key storage.timeout: '90' is not valid; expected a time such as 30s, 10m or 2h"
            + "|catalog: {type: glue}\\nstorage: {type: s3, warehouse: s3://lake/wh, region:"
            + " eu-west-1, timeout: 90}",
        "line 2, key storage.timeout: Invalid timeout 7200000 ms: expected 1s to 1h"
            + "|catalog: {type: glue}\\nstorage: {type: s3, warehouse: s3://lake/wh, region:"
            + " eu-west-1, timeout: 2h}",
        "line 1, key catalog.type: Glue's tables lie on s3; expected storage.type: s3"
            + "|catalog: {type: glue}\\nstorage: {type: local, warehouse: wh}",
        "line 1, key namespace: Invalid namespace 'My Lake': expected lower-case letters, digits and"
            + " _|namespace: My Lake\\ncatalog: {type: embedded}",
        "line 2, key storage.type: the embedded catalog keeps its files in its own folder; expected"
            + " local, or another catalog.type"
            + "|catalog: {type: embedded}\\nstorage: {type: s3}"
      })
  void aMistakeNamesLineAndKey(String problem, String text) throws IOException {
    Asof.Outcome outcome = tags(text.replace("\\n", "\n"));

    assertThat(outcome.err())
        .isEqualTo(
            "error[definition-invalid]: Invalid definition place.yaml"
                + (problem.startsWith("key") ? ": " : ", ")
                + problem
                + "\n");
    assertThat(outcome.exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "line 1, key catalog.password: a secret may not stand in a file"
            + "|catalog: {type: jdbc, uri: 'jdbc:x:y', password: canary}",
        "line 1, key catalog.credential: a secret may not stand in a file"
            + "|catalog: {type: rest, uri: 'http://127.0.0.1:1', credential: 'me:canary'}",
        "line 1, key catalog.token: a secret may not stand in a file"
            + "|catalog: {type: rest, uri: 'http://127.0.0.1:1', token: canary}",
        "line 1, key catalog.uri: the address holds a password"
            + "|catalog: {type: jdbc, uri: 'jdbc:postgresql://h/d?user=me&password=canary'}",
        "line 1, key catalog.uri: the address holds a password"
            + "|catalog: {type: jdbc, uri: 'jdbc:postgresql://me:canary@h/d'}",
        "line 1, key catalog.uri: the address holds a user or password"
            + "|catalog: {type: rest, uri: 'http://me:canary@127.0.0.1:1'}",
        "line 2, key storage.secretAccessKey: a secret may not stand in a file"
            + "|catalog: {type: glue}\\nstorage: {type: s3, warehouse: 's3://lake/wh', region:"
            + " eu-west-1, accessKeyId: '${LAKE_KEY_ID}', secretAccessKey: canary}",
        "line 2, key storage.accessKeyId: the environment variable NOT_SET is not set"
            + "|catalog: {type: glue}\\nstorage: {type: s3, warehouse: 's3://lake/wh', region:"
            + " eu-west-1, accessKeyId: '${NOT_SET}'}",
        "key storage.secretAccessKey is missing"
            + "|catalog: {type: glue}\\nstorage: {type: s3, warehouse: 's3://lake/wh', region:"
            + " eu-west-1, accessKeyId: '${LAKE_KEY_ID}'}",
      })
  void aSecretMayOnlyBeReferredTo(String problem, String text) throws IOException {
    String file = text.replace("\\n", "\n");
    Asof.Outcome outcome =
        tags(file.contains("storage") ? file : file + "\nstorage: {type: local, warehouse: wh}");

    assertThat(outcome.err())
        .startsWith("error[definition-invalid]: Invalid definition place.yaml")
        .contains(problem)
        .doesNotContain("canary");
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.exitCode()).isEqualTo(2);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Asof.Outcome outcome = new Asof(folder).run("lake", "tags", "--conf", "nowhere.yaml");

    assertThat(outcome.err())
        .isEqualTo(
            "error[file-missing]: Cannot read place nowhere.yaml: there is no such file that can be"
                + " read\n");
    assertThat(outcome.exitCode()).isEqualTo(2);
  }

  @Test
  void anErrorShowsTheVariableAndNotItsValue() throws IOException {
    Files.writeString(
        folder.resolve("place.yaml"), "namespace: '${TEAM}-x'\ncatalog: {type: embedded}");

    Asof.Outcome outcome =
        new Asof(folder, Map.of("TEAM", "canary")).run("lake", "tags", "--conf", "place.yaml");

    assertThat(outcome.err())
        .isEqualTo(
            "error[definition-invalid]: Invalid definition place.yaml, line 1, key namespace:"
                + " Invalid namespace '${TEAM}-x': expected lower-case letters, digits and _\n");
    assertThat(outcome.exitCode()).isEqualTo(2);
  }

  @Test
  void theFileMayComeFromTheEnvironment() {
    Asof.Outcome outcome =
        new Asof(folder, Map.of("ASOF_CONF", "nowhere.yaml")).run("lake", "tags");

    assertThat(outcome.err()).contains("nowhere.yaml");
  }

  @Test
  void theEmbeddedLakeSpelledOutIsTheDefault() {
    Asof.Outcome spelledOut =
        new Asof(folder)
            .run(
                "lake",
                "tags",
                "--conf",
                Asof.checkout().resolve("conf").resolve("local.yaml").toString());

    assertThat(spelledOut).isEqualTo(new Asof(folder).run("lake", "tags"));
    assertThat(spelledOut.err())
        .startsWith("error[lake-missing]: Cannot open a lake in " + folder.resolve(".asof") + ": ");
  }
}
