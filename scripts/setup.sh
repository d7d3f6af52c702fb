# shellcheck shell=bash
# Sourced by scripts/demo and scripts/test: finds what this machine lacks and installs it.
#
#   set_up python           a virtual environment with the project and its tools
#   set_up python wikis     ... and PHP with what MediaWiki needs
#   set_up ... browser      ... and Chromium with fonts for all five scripts
#   set_up ... mariadb      ... and the programs of a MariaDB server, which the tests start; no service
#
# Exit status 2: something must be installed by hand; the message says what.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
venv=$root/.venv
stamp=$venv/.setup-stamp
constraints=$root/scripts/constraints.txt

say() { printf '%s\n' "$*"; }

fail() {
    printf '%s\n' "$@" >&2
    exit 2
}

# Microseconds since 1970. EPOCHREALTIME has the locale's decimal mark, so only its digits count.
microseconds() { printf '%s' "${EPOCHREALTIME//[!0-9]/}"; }

# seconds_since MICROSECONDS: "12.3 s".
seconds_since() {
    local tenths=$((($(microseconds) - $1) / 100000))
    printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
}

# timed LABEL COMMAND...: run a step and say how long it took; gives the command's own status.
timed() {
    local label=$1 began status=0
    shift
    began=$(microseconds)
    "$@" || status=$?
    if ((status == 0)); then
        say "setup: $label ($(seconds_since "$began"))"
    else
        say "setup: $label failed with status $status ($(seconds_since "$began"))" >&2
    fi
    return "$status"
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# The first Python of at least 3.11 that can make a virtual environment. Debian's python3 lacks ensurepip until
# python3-venv is there, and a python3 earlier on the path may be an old one.
find_python() {
    local python
    for python in python3 python3.11 python3.12 python3.13 python3.14 /usr/bin/python3; do
        if is_new_enough "$python" && "$python" -c 'import ensurepip, venv' 2>/dev/null; then
            command -v "$python"
            return
        fi
    done
    return 1
}

php_is_ready() {
    php -r '
        foreach (["pdo_sqlite", "intl", "mbstring", "dom", "xmlreader", "fileinfo", "ctype", "iconv"] as $name) {
            if (!extension_loaded($name)) { exit(1); }
        }' >/dev/null 2>&1
}

mediawiki_is_at_hand() {
    local tree=usr/share/mediawiki/includes/Setup.php
    [[ -n ${MEDIAWIKI_DIR:-} || -f /$tree || -f $root/.sandbox/mediawiki/$tree ]] ||
        apt-cache show mediawiki >/dev/null 2>&1
}

# /usr/sbin is not on everybody's path.
mariadb_is_at_hand() {
    local program
    for program in mariadbd mariadb-install-db my_print_defaults; do
        PATH=$PATH:/usr/sbin command -v "$program" >/dev/null || return
    done
}

is_installed() {
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# missing_packages PART...: Debian packages this machine lacks, one a line.
missing_packages() {
    local part package
    for part in "$@"; do
        case $part in
        python)
            find_python >/dev/null || printf '%s\n' python3 python3-venv
            [[ -s ${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt} ]] || say ca-certificates
            ;;
        wikis)
            php_is_ready || printf '%s\n' php-cli php-sqlite3 php-intl php-mbstring php-xml
            ;;
        browser)
            command -v chromium >/dev/null || say chromium
            # Playwright's own program needs libatomic, and pictures need fonts for all five languages.
            for package in libatomic1 fonts-dejavu-core fonts-noto-core; do
                is_installed "$package" || say "$package"
            done
            ;;
        mariadb)
            mariadb_is_at_hand || printf '%s\n' mariadb-server-core mariadb-client-core
            ;;
        *) fail "setup: no part is called '$part'; the parts are python, wikis, browser and mariadb." ;;
        esac
    done
}

# as_root COMMAND...: directly, or with sudo; sudo may ask for a password only where someone can answer.
as_root() {
    if ((EUID == 0)); then
        "$@"
    elif [[ -t 0 ]]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

can_be_root() {
    ((EUID == 0)) && return
    command -v sudo >/dev/null || return
    [[ -t 0 ]] || sudo -n true 2>/dev/null
}

apt() {
    local log
    log=$(mktemp)
    if as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 \
        -qq "$@" </dev/null >"$log" 2>&1; then
        rm -f "$log"
        return
    fi
    tail -n 20 "$log" >&2
    rm -f "$log"
    return 1
}

update_package_lists() { timed "package lists updated" apt update; }

have_candidates() {
    local package
    for package in "$@"; do
        apt-cache show "$package" >/dev/null 2>&1 || return
    done
}

install_packages() {
    local command="apt-get update && apt-get install --no-install-recommends $*"
    if ! command -v apt-get >/dev/null; then
        fail "setup: this machine has no apt-get; install what these Debian packages hold, then run this again:" "    $*"
    elif ! can_be_root; then
        fail "setup: these need to be installed; run this as root, then run this again:" "    $command"
    fi
    say "setup: installing $*"
    have_candidates "$@" || update_package_lists || fail "setup: the package lists can't be updated; mend apt first."
    if ! timed "Debian packages installed" apt install -y --no-install-recommends "$@"; then
        # Lists that are there but old name files the mirror no longer has.
        update_package_lists && timed "Debian packages installed" apt install -y --no-install-recommends "$@" ||
            fail "setup: apt could not install them; see its words above, then try as root:" "    $command"
    fi
}

# The sandbox downloads MediaWiki itself, without installing it; it only needs lists that know the package.
ready_package_lists() {
    mediawiki_is_at_hand && return
    if ! command -v apt-get >/dev/null; then
        fail "setup: this machine has no apt-get; unpack MediaWiki 1.39 or newer and set MEDIAWIKI_DIR to its folder."
    elif ! can_be_root; then
        fail "setup: apt doesn't know the package mediawiki; run this as root, then run this again:" "    apt-get update"
    fi
    update_package_lists || fail "setup: the package lists can't be updated; mend apt first."
}

# What the environment was made from, and where.
environment_fingerprint() {
    { cat "$root/setup.cfg" "$root/pyproject.toml" "$constraints" && "$1" -VV && say "$root"; } | sha256sum
}

environment_is_fresh() {
    [[ -f $stamp ]] && [[ $(<"$stamp") == "$(environment_fingerprint "$venv/bin/python" 2>/dev/null)" ]] &&
        "$venv/bin/python" -c 'import bot' 2>/dev/null
}

# The environment's commands name the folder they were made in, so after a move they no longer start.
environment_works() {
    is_new_enough "$venv/bin/python" && "$venv/bin/python" -m pip --version >/dev/null 2>&1 &&
        grep -qsF "$venv/bin/python" "$venv/bin/pip"
}

create_environment() {
    local python
    python=$(find_python) || fail "setup: no Python of at least 3.11 with venv was found; install python3-venv."
    rm -rf "$venv"
    "$python" -m venv "$venv"
}

pip_install() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input -c "$constraints" "$@"
}

fill_environment() {
    rm -f "$stamp"
    # The build tool is pinned like the rest, so it is installed first and no build environment is fetched.
    pip_install setuptools && pip_install --no-build-isolation -e "$root[test]" || return
    environment_fingerprint "$venv/bin/python" >"$stamp"
}

make_environment() {
    if environment_is_fresh; then
        say "setup: virtual environment is up to date"
        return
    fi
    if ! environment_works; then
        [[ -e $venv ]] && say "setup: .venv does not work (half made, moved or too old) and is made anew"
        timed "virtual environment made" create_environment || exit
    fi
    timed "Python packages installed" fill_environment ||
        fail "setup: pip could not install the packages; see its words above, then run this again."
}

# set_up PART...
set_up() {
    local missing
    missing=$(missing_packages "$@") || exit
    if [[ -n $missing ]]; then
        # shellcheck disable=SC2086 # one word a package
        install_packages $missing
    else
        say "setup: Debian packages are all there"
    fi
    [[ " $* " == *" wikis "* ]] && ready_package_lists
    # The demo and the tests may start together; the lock is this file, and no later command inherits it.
    (flock 9 && make_environment 9<&-) 9<"${BASH_SOURCE[0]}" || exit
}
