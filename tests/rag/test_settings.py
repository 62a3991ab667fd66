"""Settings: defaults, where values come from, what is refused, what is never shown."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from rag.configure import configure
from rag.errors import SettingsError
from rag.settings import Settings, leaves, shown, variable
from vectorstore.errors import FootnotedError


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [*map(variable, leaves()), "FOOTNOTED_SETTINGS"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_defaults_need_nothing(tmp_path: Path) -> None:
    found = configure()
    assert found.settings.home == tmp_path / "data" / "footnoted"
    assert found.settings.embedding.provider == "local"
    assert found.file is None
    assert set(found.origins.values()) == {"default"}


def test_later_sources_win(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "s.toml", '[retrieval]\nk = 3\nper_document = 2\n[llm]\nmodel = "a"\n')
    monkeypatch.setenv("FOOTNOTED_RETRIEVAL__PER_DOCUMENT", "5")
    monkeypatch.setenv("FOOTNOTED_COLLECTION", "from-environment")
    found = configure({"collection": "from-flag", "home": None}, file)
    assert found.settings.retrieval.k == 3
    assert found.settings.retrieval.per_document == 5
    assert found.settings.collection == "from-flag"
    assert found.origins["retrieval.k"] == "file"
    assert found.origins["retrieval.per_document"] == "environment"
    assert found.origins["collection"] == "flag"
    assert found.origins["home"] == "default"


def test_the_file_is_found_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "library"
    write(home / "settings.toml", 'collection = "at-home"')
    variable_file = write(tmp_path / "v.toml", 'collection = "by-variable"')
    flag_file = write(tmp_path / "f.toml", 'collection = "by-flag"')
    monkeypatch.setenv("FOOTNOTED_HOME", str(home))
    assert configure().settings.collection == "at-home"
    monkeypatch.setenv("FOOTNOTED_SETTINGS", str(variable_file))
    assert configure().settings.collection == "by-variable"
    assert configure(settings_file=flag_file).settings.collection == "by-flag"


def test_a_file_in_the_working_folder_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "footnoted.toml", 'collection = "strangers"')
    write(tmp_path / "settings.toml", 'collection = "strangers"')
    monkeypatch.chdir(tmp_path)
    assert configure().settings.collection == "default"


def test_a_home_in_a_file_is_relative_to_the_file(tmp_path: Path) -> None:
    file = write(tmp_path / "project" / "s.toml", 'home = "library"')
    assert configure(settings_file=file).settings.home == tmp_path / "project" / "library"


def test_an_empty_variable_is_no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTED_LLM__MODEL", "")
    found = configure()
    assert found.settings.llm.model is None
    assert found.origins["llm.model"] == "default"


@pytest.mark.parametrize(
    ("text", "wrong", "nearest"),
    [
        ("[retrival]\nk = 3", "retrival", "retrieval"),
        ("[llm]\nmodle = 'x'", "llm.modle", "llm.model"),
        ("colection = 'x'", "colection", "collection"),
        ("llm = 'gpt'", "llm", "llm."),
        ("[home]\nx = 1", "home", "home"),
        ("[llm.model]\nname = 'x'", "llm.model", "llm.model"),
    ],
)
def test_unknown_names_in_the_file(tmp_path: Path, text: str, wrong: str, nearest: str) -> None:
    file = write(tmp_path / "s.toml", text)
    with pytest.raises(SettingsError) as caught:
        configure(settings_file=file)
    assert f"'{wrong}" in str(caught.value)
    assert nearest in str(caught.value)
    assert "\n" not in str(caught.value)


def test_unknown_names_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTED_RETREIVAL__K", "3")
    with pytest.raises(SettingsError, match=r"RETREIVAL__K.*FOOTNOTED_RETRIEVAL__K"):
        configure()


def test_a_whole_group_in_the_environment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTED_LLM", '{"model": "x"}')
    with pytest.raises(SettingsError, match=r"FOOTNOTED_LLM'.*FOOTNOTED_LLM__"):
        configure()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("FOOTNOTED_RETRIEVAL__K", "0", "greater than or equal to 1, not '0'"),
        ("FOOTNOTED_RETRIEVAL__K", "many", "valid integer"),
        ("FOOTNOTED_COLLECTION", "../elsewhere", "pattern"),
        ("FOOTNOTED_EMBEDDING__PROVIDER", "magic", "'local'"),
        ("FOOTNOTED_LLM__BASE_URL", "localhost:8000", "http://"),
    ],
)
def test_unusable_values_name_their_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        configure()
    assert name in str(caught.value)
    assert says in str(caught.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="No such file"):
        configure(settings_file=tmp_path / "missing.toml")
    with pytest.raises(SettingsError, match="not TOML"):
        configure(settings_file=write(tmp_path / "bad.toml", "k = = 3"))
    latin = tmp_path / "latin.toml"
    latin.write_bytes("collection = 'é'".encode("latin-1"))
    with pytest.raises(SettingsError, match="not TOML"):
        configure(settings_file=latin)


def test_errors_are_of_the_tree() -> None:
    assert issubclass(SettingsError, FootnotedError)


def test_a_key_is_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTED_LLM__API_KEY", "sk-very-secret")
    settings = configure().settings
    assert "very-secret" not in repr(settings)
    assert "very-secret" not in settings.model_dump_json()
    file = write(tmp_path / "s.toml", "[embedding]\napi_key = 8675309")
    with pytest.raises(SettingsError) as caught:
        configure(settings_file=file)
    assert "8675309" not in str(caught.value)
    monkeypatch.setenv("FOOTNOTED_LLM__BASE_URL", "https://me:sk-very-secret@host/v1")
    with pytest.raises(SettingsError) as caught:
        configure()
    assert "very-secret" not in str(caught.value)


def test_options_of_a_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "s.toml", "[embedding.options]\nsize = 3\nauth_token = 'hush'")
    found = configure(settings_file=file).settings
    assert found.embedding.options == {"size": 3, "auth_token": "hush"}
    assert shown(found.embedding.options) == {"size": 3, "auth_token": "********"}
    monkeypatch.setenv("FOOTNOTED_EMBEDDING__OPTIONS", '{"size": 4}')
    merged = configure(settings_file=file)
    assert merged.settings.embedding.options["size"] == 4
    assert merged.origins["embedding.options"] == "environment"
    monkeypatch.setenv("FOOTNOTED_EMBEDDING__OPTIONS", "{size: 4}")
    with pytest.raises(SettingsError, match="EMBEDDING__OPTIONS is not a JSON object"):
        configure()


def test_the_fingerprint_covers_what_can_change_an_answer(tmp_path: Path) -> None:
    base = Settings(home=tmp_path)
    same = [
        Settings(home=tmp_path / "other", collection="other"),
        Settings.model_validate({"llm": {"api_key": "x", "timeout": 5}}),
        Settings.model_validate({"embedding": {"api_key": "x"}}),
    ]
    assert {settings.fingerprint for settings in same} == {base.fingerprint}
    different = [
        Settings.model_validate({"retrieval": {"k": 3}}),
        Settings.model_validate({"llm": {"model": "x"}}),
        Settings.model_validate({"split": {"words": 80}}),
    ]
    assert len({settings.fingerprint for settings in [base, *different]}) == 4
    assert len(base.fingerprint) == 12


def test_every_secret_is_a_secret() -> None:
    for name, field in leaves().items():
        secret = SecretStr in getattr(field.annotation, "__args__", ())
        assert secret == name.endswith(("_key", "_token", "_secret")), name


def test_every_setting_says_what_it_is() -> None:
    assert all(field.description for field in leaves().values())


def test_building_settings_reads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTED_COLLECTION", "from-environment")
    assert Settings().collection == "default"


@given(st.from_regex(r"[a-z][a-z_]{0,12}(\.[a-z][a-z_]{0,12})?", fullmatch=True))
def test_any_unknown_flag_name_is_refused(name: str) -> None:
    if name in leaves() or name.split(".")[0] in {n.split(".")[0] for n in leaves()}:
        return
    with pytest.raises(SettingsError):
        configure({name: "x"})


@pytest.mark.parametrize("group", ["embedding", "llm"])
def test_options_that_are_not_json_name_their_variable(
    group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable(f"{group}.options"), '{"api_key": "very-secret"')
    with pytest.raises(SettingsError, match=f"{group.upper()}__OPTIONS is not a JSON") as caught:
        configure()
    assert "very-secret" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "url", ["https://host/v1?key=very-secret", "ftp://host/v1", "host:8080/v1"]
)
def test_a_base_url_is_an_address_and_no_more(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTED_LLM__BASE_URL", url)
    with pytest.raises(SettingsError, match="a base URL") as caught:
        configure()
    assert "very-secret" not in str(caught.value)


def test_the_defaults_use_no_model() -> None:
    settings = Settings()
    assert settings.llm.provider == "auto"
    assert settings.llm.model is None
    assert settings.llm.base_url is None
    assert settings.check.unsupported == "withhold"


def test_the_fingerprint_covers_models_and_checks() -> None:
    choices: list[dict[str, dict[str, object]]] = [
        {},
        {"llm": {"base_url": "http://127.0.0.1:1/v1"}},
        {"llm": {"temperature": 1}},
        {"llm": {"options": {"top_k": 3}}},
        {"check": {"unsupported": "mark"}},
        {"check": {"model": "x"}},
        {"check": {"judge": False}},
    ]
    prints = [Settings.model_validate(chosen).fingerprint for chosen in choices]
    assert len(set(prints)) == len(choices)
    same = {"llm": {"api_key": "x", "price_in": 1, "retries": 0}, "check": {"api_key": "x"}}
    assert Settings.model_validate(same).fingerprint == prints[0]
